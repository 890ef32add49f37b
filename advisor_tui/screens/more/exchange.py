"""F9, Exchange: what is sealed, delivered and acknowledged; seal, export, receive."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.clock import CHINA, business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import counted, join_sentences, mark, translate, translate_in
from advisor_tui.desk.views.exchange import ExchangeView, ReceivedRow, ReceiveView, SealedFile, SentRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.locking import SEAL_MINUTES
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.path_dialog import ask_path
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

SUFFIX = ".zip.age"
_STATES = {
    "sealed": mark("sealed"),
    "delivered": mark("exported"),
    "acknowledged": mark("head office has it"),
}
_MARKS = {"sealed": " ", "delivered": "→", "acknowledged": "✓"}
_RECEIVED = {"applied": mark("applied"), "quarantined": mark("refused")}


class ExchangeScreen(DeskScreen):
    """Reads the bundles; writes seals, copies sealed files out, applies head office's files."""

    AREA = "more"
    HEADING = mark("Exchange")
    HELP = mark(
        "Changes are sealed into bundles that only head office can open: every 15 minutes, at lock, at leaving, and "
        "here with 1; so one day may have several, which head office applies in their order. "
        "2 copies sealed bundles into a folder, such as a memory stick; the nightly export does the same without a "
        "key. 3 takes in what head office sends: give its file or its folder. 4 shows what this desk and head office "
        "both changed. A bundle is safe to forget once head office has acknowledged it."
    )
    FIRST_FOCUS = "#sent"
    CSS_PATH = "exchange.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "seal", mark("Seal now"), id="exchange.seal"),
        Binding(digit_key(2), "export", mark("Export to a folder"), id="exchange.export"),
        Binding(digit_key(3), "receive", mark("Receive"), id="exchange.receive"),
        Binding(digit_key(4), "conflicts", mark("Conflicts"), id="exchange.conflicts"),
    ]
    folder = ""
    """The folder that was last named here, offered again."""
    _known_folder = ""
    """What the desk offers for an export while none was named."""

    def compose_body(self) -> ComposeResult:
        """Where the desk stands, what was sent, what was received."""
        yield Prose("", id="exchange-state")
        yield LineTable(
            (
                Column("mark", "", 1),
                Column("file", mark("Bundle"), 17, flex=1),
                Column("changes", mark("Changes"), 8, align="right"),
                Column("bytes", mark("Bytes"), 10, align="right"),
                Column("sealed", mark("Sealed"), 11),
                Column("state", mark("State"), 18),
                Column("at", mark("Since"), 11, min_screen_width=100),
            ),
            self._draw_sent,
            empty=mark("Nothing was sealed yet. 1 seals now."),
            id="sent",
        )
        yield LineTable(
            (
                Column("file", mark("From head office"), 17),
                Column("received", mark("Received"), 11),
                Column("what", mark("What changed"), 20, flex=1),
            ),
            self._draw_received,
            empty=mark("3 takes in the files of head office."),
            id="received",
        )
        yield Prose("", id="exchange-note")

    def refresh_data(self) -> None:
        """Read where the desk stands."""
        self.ask(lambda desk: desk.exchange.view(), self._show)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an enrolment there is nothing to seal, export or receive."""
        if action in ("seal", "export", "receive", "conflicts"):
            return self._enrolled
        return super().check_action(action, parameters)

    _enrolled = False

    def _show(self, view: ExchangeView) -> None:
        self._enrolled = view.enrolled
        self._known_folder = view.folder
        self.refresh_bindings()
        for table in self.query(LineTable).results():
            table.display = view.enrolled
        state = _state_lines(view, self.shell.clock.today()) if view.enrolled else _alone()
        self.query_one("#exchange-state", Static).update(state)
        self.query_one("#sent", LineTable).show_rows(view.sent)
        self.query_one("#received", LineTable).show_rows(view.received)

    def _draw_sent(self, row: SentRow) -> Line:
        state = translate(_STATES[row.state])
        return Line(
            row.file,
            (
                signs(_MARKS[row.state]),
                row.file.removesuffix(SUFFIX),
                f"{row.changes:,}" if row.changes else translate(mark("heartbeat")),
                f"{row.bytes:,}",
                _when(row.sealed_at),
                state,
                _when(row.state_at),
            ),
        )

    def _draw_received(self, row: ReceivedRow) -> Line:
        if row.status == "applied":
            what = join_sentences(row.lines) or translate(mark("acknowledgement only"))
        else:
            what = f"! {translate(_RECEIVED[row.status])}"
        return Line(f"{row.file} {row.received_at}", (row.file.removesuffix(SUFFIX), _when(row.received_at), what))

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Show everything that the bundle under the cursor changed."""
        if isinstance(event.row, ReceivedRow):
            self.query_one("#exchange-note", Static).update(plain("\n".join(event.row.lines)))

    def action_seal(self) -> None:
        """Seal what is new, or a heartbeat."""
        self.act(lambda desk: desk.exchange.seal(), self._sealed)

    def action_export(self) -> None:
        """Ask where to, seal, copy."""
        ask_path(
            self, mark("Export to which folder?"), self._export, value=self.folder or self._known_folder, suffix="/"
        )

    def action_receive(self) -> None:
        """Ask for a file or folder, and apply it."""
        ask_path(self, mark("Which file or folder of head office?"), self._receive, value=self.folder, suffix=SUFFIX)

    def action_conflicts(self) -> None:
        """What both sides changed."""
        from advisor_tui.screens.more.conflicts import ConflictsScreen

        self.app.push_screen(ConflictsScreen())

    def _export(self, folder: Path) -> None:
        self.folder = str(folder)
        self.act(
            lambda desk: desk.exchange.export(folder), lambda files: self._exported(files, folder), failed=self._refused
        )

    def _receive(self, path: Path) -> None:
        self.folder = str(path if path.is_dir() else path.parent)
        self.act(lambda desk: desk.receive([path]), self._received, failed=self._refused)

    def _sealed(self, files: list[SealedFile]) -> None:
        changes = sum(file.changes for file in files)
        if changes:
            self.say(mark("Changes sealed: {changes}; bundles made: {count}."), changes=changes, count=len(files))
        else:
            self.say(mark("Nothing was new: a heartbeat is sealed."))
        self._again()

    def _exported(self, files: list[SealedFile], folder: Path) -> None:
        aside = next((file.aside for file in files if file.aside), "")
        if aside:
            self.query_one("#exchange-note", Static).update(
                plain(
                    translate(mark("! Another bundle lay there under this name; it is in {file} now.")).format(
                        file=aside
                    )
                )
            )
        if files:
            self.say(mark("Bundles copied to {folder}: {count}."), count=len(files), folder=folder)
        else:
            self.say(mark("Nothing to export: everything sealed was exported before."))
        self._again()

    def _received(self, results: list[ReceiveView]) -> None:
        wiped = [line for result in results if result.wiped for line in result.lines]
        if wiped:
            self.shell.say_goodbye("\n".join(wiped))
            return
        count = Counter(result.status for result in results)
        values = {
            "applied": count["applied"], "parked": count["parked"], "known": count["duplicate"] + count["ended"],
        }  # fmt: skip
        if count["refused"]:
            told = mark("Bundles applied: {applied}, known already: {known}, waiting: {parked}, refused: {refused}.")
            self.say(told, **values, refused=count["refused"])
        else:
            self.say(mark("Bundles applied: {applied}, known already: {known}, waiting: {parked}."), **values)
        lines = [line for result in results for line in result.lines]
        self.query_one("#exchange-note", Static).update(plain("\n".join(lines)))
        self._again()

    def _refused(self, refusal: DeskError) -> None:
        """Tell it; what came before it stands, and the desk may be read only from now on."""
        self.shell.show_error(refusal)
        if self.is_attached:
            self._again()

    def _again(self) -> None:
        self.refresh_data()
        self.shell.refresh_status()


def _alone() -> Content:
    """What a desk that is not enrolled says."""
    lines = (
        translate(mark("This desk works alone: export is off, and nothing can be recovered without the passphrase.")),
        "",
        translate(mark("To enrol it:")),
        translate(mark("1. Head office writes an enrolment file for this terminal (head-office enrol).")),
        translate(mark("2. Here, with the desk locked: advisor-tui enrol FILE")),
        translate(mark("3. Head office accepts the .keys file that this writes (head-office accept).")),
    )
    return plain("\n".join(lines))


def _state_lines(view: ExchangeView, today: date) -> Content:
    """The lines above the tables."""
    first = translate(mark("Terminal {terminal}   not sealed {unsealed}   to export {waiting}")).format(
        terminal=view.terminal, unsealed=view.unsealed, waiting=view.waiting
    )
    if view.heard_at is None:
        second = translate(
            mark("No file of head office was taken in yet: products, rules and bulletins are those the desk came with.")
        )
    elif view.stale:
        since = _when(view.heard_at)
        second = "! " + translate(mark("Head office's data is stale: nothing came since {since}.")).format(since=since)
    else:
        second = translate(mark("Head office's data as of {since}.")).format(since=_when(view.heard_at))
    lines = [plain(first, "bold"), plain(second)]
    if view.read_only:
        text = translate(
            mark("! An older copy of this desk: it can only be read until head office's answer is received with 3.")
        )
        lines.insert(1, plain(text, "bold"))
    if view.conflicts:
        text = counted(mark("! 1 conflict waits: 4"), mark("! {count} conflicts wait: 4"), view.conflicts)
        lines.append(plain(text, "bold"))
    if view.stale and view.heard_at is None:
        lines[1] = plain("! " + second)
    if view.keys_file and not view.read_only:
        text = translate(
            mark(
                "Waiting for head office's first receipt, which confirms {file}. "
                "Work, sealing and export go on meanwhile."
            )
        )
        lines.append(plain(text.format(file=view.keys_file), "dim"))
    sealed_today = sum(business_date(row.sealed_at) == today for row in view.sent)
    if sealed_today > 1:
        text = translate(
            mark(
                "{count} bundles of today: what changed is sealed every {minutes} minutes, when the desk locks and at "
                "each export. Head office applies them in their order."
            )
        )
        lines.append(plain(text.format(count=sealed_today, minutes=SEAL_MINUTES), "dim"))
    lines.append(plain(f"{translate_in('exchange', 'This terminal')} {view.fingerprint}", "dim"))
    lines.append(plain(f"{translate_in('exchange', 'Head office')} {view.head_office}", "dim"))
    return Content("\n").join(lines)


def _when(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%m-%d %H:%M}"
