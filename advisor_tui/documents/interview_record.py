"""The printed record of a needs interview, with fields to sign and the hash of the answers that it shows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from advisor_tui.base.languages import language, mark, translate
from advisor_tui.documents.signing import client_statement, confidential, grouped, signers
from advisor_tui.documents.typesetting import typeset
from advisor_tui.rules.questionnaire import Answer


@dataclass(frozen=True)
class RecordLine:
    """A question with the answer as it is shown, and of figures who says them and of which day they are."""

    number: int
    question: str
    answer: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordPart:
    """A heading with what stands below it."""

    title: str
    lines: tuple[RecordLine, ...]


@dataclass(frozen=True)
class InterviewRecord:
    """Everything that the record shows, in the reader's language already; the advisor's own notes are not part of it.

    Attributes:
        bank: The branch.
        reference: The interview's number, as people name it.
        client: The client's name, whole.
        head: Labels with values: client number, advisor, questionnaire, times, who answered.
        results: Headings with sentences: level, goals, needs; empty before the interview is completed.
        answers_hash: From `answers_hash`.
    """

    bank: str
    reference: str
    client: str
    questionnaire: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[RecordPart, ...]
    results: tuple[tuple[str, tuple[str, ...]], ...]
    answers_hash: str


def answers_hash(questionnaire_key: str, answers: Sequence[tuple[str, Answer | None]]) -> str:
    """SHA-256 over the answers in the order asked: what a signed sheet is compared with later.

    Args:
        questionnaire_key: Id and version (`full-2026/1`).
        answers: Every question asked, with its answer or None. Options count by their ids, money in 分, dates by ISO.
    """
    said = [
        [question, None if answer is None else answer.status, None if answer is None else answer.value]
        for question, answer in answers
    ]
    written = json.dumps([questionnaire_key, said], ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def print_interview_record(record: InterviewRecord, when: datetime) -> bytes:
    """The record as PDF, in the language in use.

    Raises:
        DeskError: `glyph_missing`, `font_missing`.
    """
    data = {
        "lang": language(),
        "title": translate(mark("Record of the needs interview")),
        "subtitle": record.questionnaire,
        "bank": record.bank,
        "reference": record.reference,
        "footer": confidential(),
        "head": [[translate(mark("Client")), record.client], *([label, value] for label, value in record.head)],
        "sections": [
            {
                "title": part.title,
                "lines": [
                    {
                        "number": str(line.number),
                        "question": line.question,
                        "answer": line.answer,
                        "sources": list(line.sources),
                    }
                    for line in part.lines
                ],
            }
            for part in record.sections
        ],
        "results": [{"title": title, "lines": list(lines)} for title, lines in record.results],
        **client_statement(),
        "hash_label": translate(mark("Hash of the answers (SHA-256)")),
        "hash": grouped(record.answers_hash),
        "signatures": signers(translate(mark("Stamp of the branch"))),
    }
    return typeset("interview_record.typ", data, when)
