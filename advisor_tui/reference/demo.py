"""Reads data/demo/: the invented people and places of the demo branch."""

from dataclasses import dataclass, fields

from advisor_tui.reference.toml import Document


@dataclass(frozen=True)
class DemoBranch:
    """What the demo is made of; nothing in it can belong to anyone."""

    branch_code: str
    branch_name: str
    staff_no: str
    staff_name: str
    lead_no: str
    lead_name: str
    terminal: str
    surnames: str
    compound_surnames: tuple[str, ...]
    male_given: tuple[str, ...]
    female_given: tuple[str, ...]
    occupations: tuple[str, ...]
    employers: tuple[str, ...]
    streets: tuple[str, ...]
    contact_notes: tuple[str, ...]
    complaint_subjects: tuple[str, ...]


def read_demo(document: Document) -> DemoBranch:
    """Read and check the demo branch."""
    root = document.root
    root.only(*(field.name for field in fields(DemoBranch)))
    return DemoBranch(
        branch_code=root.text("branch_code"),
        branch_name=root.text("branch_name"),
        staff_no=root.text("staff_no"),
        staff_name=root.text("staff_name"),
        lead_no=root.text("lead_no"),
        lead_name=root.text("lead_name"),
        terminal=root.text("terminal"),
        surnames=root.text("surnames"),
        compound_surnames=root.words("compound_surnames"),
        male_given=root.words("male_given"),
        female_given=root.words("female_given"),
        occupations=root.words("occupations"),
        employers=root.words("employers"),
        streets=root.words("streets"),
        contact_notes=root.words("contact_notes"),
        complaint_subjects=root.words("complaint_subjects"),
    )
