"""The pages that warn: sales against advice, high risk for a senior client, and the time for stepping back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from textual.content import Content

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.desk.views.proposal_words import from_receipt
from advisor_tui.desk.views.proposals import FindingView, Sheet, SheetLine
from advisor_tui.screens.proposal.client_page import ClientPage
from advisor_tui.screens.proposal.words import in_yuan
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain

_AGAINST: Mapping[str, tuple[str, str, str]] = {
    "advise_stop": (
        mark("The bank advises you to stop: {product}"),
        mark("By what you told us this cover does not suit you. The bank advises you not to take it out."),
        mark("If you want to stop, say so now: the proposal is then shown again without it."),
    ),
    "insist_risks": (
        mark("If you take it out all the same: {product}"),
        mark(
            "You said that you want it nevertheless. Then you bear that it may not serve your needs, that its premiums "
            "may weigh on you for years, and that stopping early may cost a good part of what was paid."
        ),
        mark("It is your own decision. You confirm it in writing on a form of its own, apart from the proposal's."),
    ),
    "special_warning": (
        mark("A special warning: {product}"),
        mark("This product is above your risk level. The bank does not recommend it; you asked for it yourself."),
        mark("You may lose more than you said you could bear. You confirm in writing that you know this."),
    ),
}
_STATES: Mapping[str, str] = {
    "running": mark("running"),
    "ended": mark("ended, call-back to be recorded"),
    "over": mark("over, call-back recorded"),
    "revoked": mark("the client stepped back"),
}


def against_advice(kind: str, line: SheetLine) -> ClientPage:
    """A step of a sale against advice: to stop, the risks of going on (令2025年第7号 art. 38), or a special warning."""
    heading, first, last = _AGAINST[kind]
    name = pick(line.name)
    parts = [
        plain(translate(first)),
        Content(""),
        *(_told(view) for view in line.findings if view.verdict == "warn"),
        Content(""),
    ]
    if kind == "insist_risks":
        parts += [plain(translate(mark("The risks")), "bold"), plain(pick(line.risks)), Content("")]
    parts.append(plain(translate(last), "bold"))
    return ClientPage(translate(heading).format(product=name), Content("\n").join(parts), line.product_id)


def senior_page(sheet: Sheet) -> ClientPage:
    """The warning of its own for a client of the age of special care who buys what is of high risk (art. 18)."""
    parts = [
        plain(
            translate(
                mark(
                    "Some of what you are about to buy is of high risk. Please take your time, ask whatever you want "
                    "to know, and talk it over with somebody whom you trust. You need not decide today."
                )
            )
        ),
        Content(""),
    ]
    for line in sheet.lines:
        told = [view for view in line.findings if view.rule == "senior_care"]
        if told:
            parts += [plain(pick(line.name), "bold"), *(_told(view) for view in told), Content("")]
    parts.append(plain(translate(mark("We shall call you afterwards and ask whether you still want it.")), "bold"))
    return ClientPage(translate(mark("Before you decide: high risk")), Content("\n").join(parts))


def cooling_off_page(rows: Sequence[CoolingOffRow]) -> ClientPage:
    """Until when the client may step back from what, and what came of it."""
    parts: list[Content] = []
    for row in rows:
        parts += [
            plain(f"{pick(row.name)}  {in_yuan(row.amount)}", "bold"),
            plain(_until(row)),
            plain(state_words(row)),
            Content(""),
        ]
    return ClientPage(translate(mark("Cooling-off")), Content("\n").join(parts))


def _until(row: CoolingOffRow) -> str:
    start = moment(row.starts_at)
    if row.ends_at is None:
        told = mark("You may step back within {days} days from receipt of the policy; signed on {start}.")
        return translate(told).format(days=row.days, start=start)
    if row.received_on is None:
        told = mark("You may step back until {end}; signed on {start}.")
        return translate(told).format(end=deadline(row.ends_at), start=start)
    told = mark("You may step back until {end}; policy received on {day}, signed on {start}.")
    return translate(told).format(end=deadline(row.ends_at), day=row.received_on, start=start)


def end_words(row: CoolingOffRow) -> str:
    """Until when the client may step back: the end, or how many days from a receipt that is not recorded yet."""
    if row.ends_at is None:
        return from_receipt(row.days or 0)
    return translate(mark("until {end}")).format(end=deadline(row.ends_at))


def state_words(row: CoolingOffRow) -> str:
    """How a cooling-off stands, with the form of a client who stepped back."""
    unreceived = row.state == "running" and row.ends_at is None
    words = translate(mark("running, receipt of the policy not recorded yet") if unreceived else _STATES[row.state])
    if row.ended_at is not None:
        words = f"{words}  {moment(row.ended_at)}"
    return f"{words}  {row.form_number}" if row.form_number else words


def moment(instant: datetime) -> str:
    """An instant to the minute, in UTC+8."""
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"


def deadline(instant: datetime) -> str:
    """An end to the minute, in UTC+8; the end of a day is 24:00 of that day, not the first minute of the next."""
    ends = instant.astimezone(CHINA)
    if (ends.hour, ends.minute) == (0, 0):
        return f"{ends - timedelta(days=1):%Y-%m-%d} 24:00"
    return moment(instant)


def _told(view: FindingView) -> Content:
    cited = f" {view.source}" if view.confirmed else ""
    return Content.assemble(f"{signs('!')} ", plain(view.text), plain(cited, "dim"))
