"""Reads data/checklists/: which papers a loan needs."""

from dataclasses import dataclass

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.facts import LoanType

HOLDERS = ("borrower", "spouse", "co_borrower", "co_owner", "guarantor", "counterparty")


@dataclass(frozen=True)
class Paper:
    """One document.

    Attributes:
        id: A word that stays.
        name: As shown.
        holder: Whose document it is.
        required: Whether a case is incomplete without it.
        note: What to look at, or None.
    """

    id: str
    name: Both
    holder: str
    required: bool
    note: Both | None


@dataclass(frozen=True)
class Checklist:
    """The papers of one kind of loan, with where the list comes from."""

    loan: LoanType
    title: Both
    papers: tuple[Paper, ...]
    source: str
    confirmed: bool


def read_checklist(document: Document) -> Checklist:
    """Read and check the list of one kind of loan."""
    root = document.root
    root.only("loan", "title", "source", "confirmed", "paper")
    papers: list[Paper] = []
    for table in root.tables("paper", least=1):
        paper = _paper(table)
        if any(other.id == paper.id for other in papers):
            table.wrong("id", mark("{id} stands here a second time"), id=paper.id)
        papers.append(paper)
    return Checklist(
        LoanType(root.word("loan", list(LoanType))),
        root.both("title"),
        tuple(papers),
        root.text("source"),
        root.flag("confirmed"),
    )


def _paper(table: Table) -> Paper:
    table.only("id", "name", "holder", "required", "note")
    return Paper(
        table.text("id"),
        table.both("name"),
        table.word("holder", HOLDERS, "borrower"),
        table.flag("required", True),
        table.optional_both("note"),
    )
