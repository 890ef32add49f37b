"""F9 training: trainings and qualifications of the staff, and signed agreements."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import mask
from advisor_tui.desk.views.compliance import AgreementRow, TrainingRow
from advisor_tui.desk.views.staff_words import QUALIFICATION_NAMES
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable

STATES = {
    "valid": mark("valid"),
    "expiring": mark("! expires soon"),
    "expired": mark("! expired"),
    "open": mark("! not passed yet"),
}
AGREEMENTS = {
    "confidentiality": mark("Confidentiality"),
    "code_of_conduct": mark("Code of conduct"),
    "service": mark("Service"),
    "data_processing": mark("Data processing"),
}


class TrainingScreen(DeskScreen):
    """Reads trainings and qualifications."""

    AREA = "more"
    HEADING = mark("Training")
    HELP = mark(
        "Trainings and sales qualifications of the branch's staff, what needs doing first. Head office keeps them and "
        "sends them with its files. 1 shows signed agreements."
    )
    FIRST_FOCUS = "LineTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "agreements", mark("Agreements"), id="training.agreements"),
    ]
    LEADS: ClassVar[Mapping[str, str]] = {"agreements": "advisor_tui.screens.more.training:AgreementsScreen"}

    def compose_body(self) -> ComposeResult:
        """The rows."""
        columns = (
            Column("state", mark("State"), 16),
            Column("staff", mark("Who"), 8),
            Column("kind", mark("Kind"), 13, min_screen_width=100),
            Column("topic", mark("Topic"), 16, flex=1),
            Column("score", mark("Score"), 5, align="right", min_screen_width=100),
            Column("on", mark("Passed"), 10),
            Column("until", mark("Valid until"), 11),
            Column("number", mark("Certificate"), 14, min_screen_width=110),
        )
        yield LineTable(
            columns, self._draw, empty=mark("No training or qualification yet. Head office sends them with its files.")
        )

    def refresh_data(self) -> None:
        """Read them."""
        self.ask(lambda desk: desk.compliance.training(), self._show)

    def _show(self, rows: tuple[TrainingRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: TrainingRow) -> Line:
        kind = mark("Training") if row.kind == "training" else mark("Qualification")
        topic = row.topic
        if row.kind != "training" and topic in QUALIFICATION_NAMES:
            topic = translate(QUALIFICATION_NAMES[topic])
        cells = (
            translate(STATES[row.state]),
            row.staff,
            translate(kind),
            topic,
            "" if row.score is None else str(row.score),
            str(row.on or signs("—")),
            str(row.until or signs("—")),
            row.number,
        )
        return Line(row.id, cells)

    def action_agreements(self) -> None:
        """Show signed agreements."""
        self.app.push_screen(AgreementsScreen())


class AgreementsScreen(DeskScreen):
    """Reads signed agreements; clients' names are masked, for the list is not about one client."""

    AREA = "more"
    HEADING = mark("Agreements")
    HELP = mark("Signed papers of staff and clients, the newest first, with their form numbers.")
    FIRST_FOCUS = "LineTable"

    def compose_body(self) -> ComposeResult:
        """The rows."""
        columns = (
            Column("kind", mark("Kind"), 16, flex=1),
            Column("party", mark("With"), 8),
            Column("form", mark("Form no."), 12),
            Column("signed", mark("Signed on"), 10),
            Column("ends", mark("Ends"), 10),
            Column("state", mark("State"), 14, min_screen_width=76),
        )
        yield LineTable(
            columns, self._draw, empty=mark("No agreement on file. They come with imports and head office's files.")
        )

    def refresh_data(self) -> None:
        """Read them."""
        self.ask(lambda desk: desk.compliance.agreements(), self._show)

    def _show(self, rows: tuple[AgreementRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: AgreementRow) -> Line:
        kind = translate(AGREEMENTS[row.kind]) if row.kind in AGREEMENTS else row.kind
        party = mask("name", row.party) if row.is_client else row.party
        ends = str(row.ends_on or signs("—"))
        return Line(row.id, (kind, party, row.form_number, str(row.signed_on), ends, translate(STATES[row.state])))
