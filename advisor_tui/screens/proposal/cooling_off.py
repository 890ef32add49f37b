"""Recording what became of a cooling-off: the policy was received, the client steps back, the call-back confirmed."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import counted, labelled, mark, pick, translate
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.proposal.warnings import deadline, end_words, state_words
from advisor_tui.widgets.dialog import ask_text, confirm, pick_one

if TYPE_CHECKING:
    from advisor_tui.screens.base import DeskScreen


def ask_cooling_off(screen: "DeskScreen", rows: Sequence[CoolingOffRow]) -> None:
    """Ask which line it is about, then what happened, and record it."""
    unsettled = {row.id: row for row in rows if row.state in ("running", "ended")}
    if len(unsettled) == 1:
        _about(screen, next(iter(unsettled.values())))
    elif unsettled:
        options = [(row.id, labelled(pick(row.name), state_words(row))) for row in unsettled.values()]
        pick_one(screen, mark("Which cooling-off?"), options, lambda key: _about(screen, unsettled[key]))


def _about(screen: "DeskScreen", row: CoolingOffRow) -> None:
    go_on = _ask_call_back if row.state == "ended" else _ask_notice
    if row.days is None:
        go_on(screen, row)
        return
    receipt = (
        translate(mark("The client received the policy"))
        if row.received_on is None
        else translate(mark("Correct the day of receipt ({day})")).format(day=row.received_on)
    )
    other = mark("The call-back confirmed the purchase") if row.state == "ended" else mark("The client steps back")
    pick_one(
        screen,
        mark("{product}: what is to be recorded?"),
        [("receipt", receipt), ("other", translate(other))],
        lambda key: _ask_receipt(screen, row) if key == "receipt" else go_on(screen, row),
        chosen="receipt" if row.received_on is None else "other",
        product=pick(row.name),
    )


def _ask_receipt(screen: "DeskScreen", row: CoolingOffRow) -> None:
    today = screen.shell.clock.today()
    entry = DayEntry(today, least=business_date(row.starts_at), most=today)

    def done(ends: datetime) -> None:
        screen.say(mark("Recorded: the client may step back until {end}."), end=deadline(ends))
        screen.refresh_data()

    ask_text(
        screen,
        mark("{product}: on which day did the client sign for the policy?"),
        lambda typed: screen.act(lambda desk: desk.proposals.cooling_offs.receive(row.id, entry.read(typed)), done),
        value=row.received_on.isoformat() if row.received_on else "",
        check=entry.complaint,
        read=entry.understood,
        product=pick(row.name),
    )


def _ask_call_back(screen: "DeskScreen", row: CoolingOffRow) -> None:
    confirm(
        screen,
        mark("{product}: did the client confirm the purchase in the call-back after the cooling-off?"),
        lambda: screen.act(lambda desk: desk.proposals.cooling_offs.settle(row.id)),
        product=pick(row.name),
    )


def _ask_notice(screen: "DeskScreen", row: CoolingOffRow) -> None:
    ask_text(
        screen,
        mark("{product}: the client steps back ({when}). Number of the client's written notice?"),
        lambda typed: _step_back(screen, row, typed),
        check=lambda typed: None if typed.strip() else translate(mark("The number of the client's notice is missing.")),
        product=pick(row.name),
        when=end_words(row),
    )


def _step_back(screen: "DeskScreen", row: CoolingOffRow, form_number: str) -> None:
    def done(tasks: int) -> None:
        screen.notify(
            counted(
                mark("Recorded: the client stepped back. 1 task undoes the purchase."),
                mark("Recorded: the client stepped back. {count} tasks undo the purchase."),
                tasks,
            )
        )
        screen.refresh_data()

    confirm(
        screen,
        mark("Record that the client steps back from {product}, form {form}? It cannot be undone."),
        lambda: screen.act(lambda desk: desk.proposals.cooling_offs.step_back(row.id, form_number), done),
        product=pick(row.name),
        form=form_number.strip(),
    )
