"""Reads data/demo/: the invented people and places of the demo branch, and what its people write."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor_tui.base.languages import LANGUAGES, Lang
from advisor_tui.reference.toml import Both, Document, Table

_NAMES = ("branch_code", "branch_name", "staff_no", "staff_name", "lead_no", "lead_name", "terminal", "surnames")
_LISTS = ("compound_surnames", "male_given", "female_given", "streets")
_SAID = ("contact_notes", "complaint_subjects", "task_titles")
_WORDS = ("retired", "contacted", "settled", "lender", "current_account")
_LOANS = ("consumer", "mortgage", "business")


@dataclass(frozen=True)
class DemoWork:
    """What a client lives by, in one language, and where such people work; nowhere for who has no employer."""

    occupation: str
    employers: tuple[str, ...]


@dataclass(frozen=True)
class DemoWords:
    """What the demo's people write, in one language.

    Attributes:
        contacted: The outcome of a contact.
        settled: The note of a task that was done.
        lender: Who gave a client's loan.
        loan_purposes: What a loan is for, by its kind.
    """

    lang: Lang
    work: tuple[DemoWork, ...]
    contact_notes: tuple[str, ...]
    complaint_subjects: tuple[str, ...]
    task_titles: tuple[str, ...]
    retired: str
    contacted: str
    settled: str
    lender: str
    current_account: str
    loan_purposes: Mapping[str, str]


@dataclass(frozen=True)
class DemoShown:
    """The client with a whole life whom the README names; what stands in two languages is given by language."""

    name: str
    spouse: str
    child: str
    task: Both
    event: Both
    notes: Mapping[str, tuple[str, ...]]


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
    streets: tuple[str, ...]
    work: tuple[tuple[Both, tuple[str, ...]], ...]
    said: Mapping[str, tuple[Both, ...]]
    single: Mapping[str, Both]
    loan_purposes: Mapping[str, Both]
    shown: DemoShown

    def words(self, lang: Lang) -> DemoWords:
        """What its people write in a language; both languages have as many of everything, in the same order."""
        lists = {name: tuple(text[lang] for text in texts) for name, texts in self.said.items()}
        single = {name: text[lang] for name, text in self.single.items()}
        work = tuple(DemoWork(text[lang], employers) for text, employers in self.work)
        purposes = {kind: text[lang] for kind, text in self.loan_purposes.items()}
        return DemoWords(
            lang, work, lists["contact_notes"], lists["complaint_subjects"], lists["task_titles"],
            single["retired"], single["contacted"], single["settled"], single["lender"], single["current_account"],
            purposes,
        )  # fmt: skip


def read_demo(document: Document) -> DemoBranch:
    """Read and check the demo branch."""
    root = document.root
    root.only(*_NAMES, *_LISTS, "occupations", *_SAID, *_WORDS, "loan_purposes", "shown")
    purposes = root.table("loan_purposes")
    purposes.only(*_LOANS)
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
        streets=root.words("streets"),
        work=tuple(_work(entry) for entry in root.tables("occupations", least=1)),
        said={name: tuple(_both(entry) for entry in root.tables(name, least=1)) for name in _SAID},
        single={name: root.both(name) for name in _WORDS},
        loan_purposes={kind: purposes.both(kind) for kind in _LOANS},
        shown=_shown(root.table("shown")),
    )


def _shown(table: Table) -> DemoShown:
    table.only("name", "spouse", "child", "task", "event", "notes")
    notes = [_both(entry) for entry in table.tables("notes", least=1)]
    said: dict[str, tuple[str, ...]] = {lang: tuple(note[lang] for note in notes) for lang in LANGUAGES}
    return DemoShown(
        table.text("name"), table.text("spouse"), table.text("child"), table.both("task"), table.both("event"), said
    )


def _work(entry: Table) -> tuple[Both, tuple[str, ...]]:
    entry.only("zh", "en", "employers")
    return {"zh": entry.text("zh"), "en": entry.text("en")}, entry.words("employers")


def _both(entry: Table) -> Both:
    entry.only("zh", "en")
    return {"zh": entry.text("zh"), "en": entry.text("en")}
