"""Who a client is, in a few lines at the top of the page."""

from datetime import date

from textual.content import Content

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.clients import ClientPage, HeldByHeadOffice
from advisor_tui.screens.client import words
from advisor_tui.screens.work.text import money
from advisor_tui.widgets.plain import clip, plain_line


def draw_head(page: ClientPage, today: date, width: int) -> Content:
    """The head of the page, cut to a width."""
    person = [word for word in (_sex(page), _age(page), page.occupation, page.employer) if word]
    level = words.level(page.risk_level, page.standing)
    risk = translate(mark("Risk level {level}")).format(level=level)
    if page.assessed_until:
        risk += " " + translate(mark("until {day}")).format(day=page.assessed_until)
    owned = translate(mark("Has {assets}, owes {debts}"))
    lines = [
        [page.ref.number, words.word(words.STATUSES, page.status), pick(page.tier), *person],
        [owned.format(assets=money(page.assets), debts=money(page.debts)), risk],
        [words.asset_parts((position.kind, position.amount) for position in page.holdings)],
        [page.phone, page.email, page.address],
        [*_papers(page), *page.household],
        [page.remark],
    ]
    name = plain_line(page.ref.name, "bold")
    first, *rest = [one_line("  ".join(filter(None, line))) for line in lines]
    drawn = [name + "  " + plain_line(clip(first, max(10, width - name.cell_length - 2)))]
    if page.capacity != "full":
        drawn[0] = drawn[0] + "  " + plain_line("! " + words.word(words.CAPACITIES, page.capacity), "bold")
    drawn += [plain_line(clip(line, width)) for line in rest if line]
    if page.held is not None:
        # First of all: who reads on and types would learn it only from the refusal.
        drawn.insert(0, plain_line(clip(f"! {_held(page.held)}", width), "bold $text-warning"))
    return Content("\n").join(drawn)


def _held(held: HeldByHeadOffice) -> str:
    if held.why == "reassigned":
        return translate(mark("Locked by head office: being handed over"))
    if held.until is None:
        return translate(mark("Locked by head office: kept as the law requires"))
    return translate(mark("Locked by head office: kept as the law requires until {day}")).format(day=held.until)


def _sex(page: ClientPage) -> str:
    return words.word(words.SEXES, page.sex) if page.sex else ""


def _age(page: ClientPage) -> str:
    return translate(mark("{age} years old")).format(age=page.age) if page.age is not None else ""


def _papers(page: ClientPage) -> list[str]:
    shown = []
    for paper in page.papers:
        until = translate(mark("valid for good")) if paper.long_term else paper.expires_on or ""
        warning = " !" if paper.expired else ""
        shown.append(f"{words.word(words.PAPERS, paper.kind)} {paper.number} {until}{warning}".rstrip())
    return shown
