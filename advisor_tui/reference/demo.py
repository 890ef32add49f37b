"""Reads data/demo/: the invented people and places of the demo branch."""

from dataclasses import dataclass

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


_TEXTS = (
    "branch_code", "branch_name", "staff_no", "staff_name", "lead_no", "lead_name", "terminal", "surnames",
)  # fmt: skip
_LISTS = (
    "compound_surnames", "male_given", "female_given", "occupations", "employers", "streets", "contact_notes",
    "complaint_subjects",
)  # fmt: skip


def read_demo(document: Document) -> DemoBranch:
    """Read and check the demo branch."""
    root = document.root
    root.only(*_TEXTS, *_LISTS)
    return DemoBranch(
        **{name: root.text(name) for name in _TEXTS},
        **{name: root.words(name) for name in _LISTS},
    )  # type: ignore[arg-type]  # the names are the fields
