"""The pages that the client is shown: plain sentences, whole amounts, nothing of the bank's own notes."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import percent, yuan
from advisor_tui.desk.views.proposal_words import (
    FIT_RULES,
    cooling_off,
    levels,
    liquidity_name,
    paid,
    purpose_name,
    type_name,
)
from advisor_tui.desk.views.proposals import Sheet, SheetLine, Step
from advisor_tui.screens.proposal.client_page import ClientPage
from advisor_tui.screens.proposal.product_words import term_text
from advisor_tui.screens.proposal.warnings import against_advice, cooling_off_page, senior_page
from advisor_tui.screens.proposal.words import day, in_yuan, risk, status_name
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left, plain, width

LEAST_CELLS, MOST_CELLS = 72, 90
"""Of a page: on the smallest terminal, and where a line would become too long to read."""
NAME_CELLS = 26
AMOUNT_CELLS = 14
RISK_CELLS = 4
SHARE_CELLS = 5
"""Of 72 cells on the smallest terminal they leave room for what a line serves with its year in either language."""


def pages_of(sheet: Sheet, cells: int = LEAST_CELLS) -> list[ClientPage]:
    """The walk in its order, then what was decided and the time in which the client may step back; of `cells` width."""
    lines = {line.product_id: line for line in sheet.lines}
    pages = [_page(step, sheet, lines.get(step.product_id), cells) for step in sheet.steps]
    if sheet.decisions:
        pages.append(_decided(sheet))
    if sheet.cooling_offs:
        pages.append(cooling_off_page(sheet.cooling_offs))
    return pages


def _page(step: Step, sheet: Sheet, line: SheetLine | None, cells: int) -> ClientPage:
    if line is not None:
        page = _product(line) if step.kind == "product" else against_advice(step.kind, line)
    elif step.kind == "senior_care":
        page = senior_page(sheet)
    else:
        page = _overview(sheet, cells) if step.kind == "overview" else _heed(sheet)
    return replace(page, step=step.kind, product_id=step.product_id)


def _overview(sheet: Sheet, cells: int) -> ClientPage:
    proposal = sheet.proposal
    room = NAME_CELLS + max(0, min(cells, MOST_CELLS) - LEAST_CELLS)
    names = max(NAME_CELLS, min(room, max((width(pick(line.name)) for line in sheet.lines), default=0)))
    parts = [plain(translate(mark("For {name}")).format(name=proposal.client.name), "bold")]
    if sheet.assessed is not None:
        text = translate(mark("Risk level C{level}, assessed on {day}, valid until {until}")).format(
            level=sheet.assessed.level, day=day(sheet.assessed.assessed_on), until=day(sheet.assessed.valid_until)
        )
        parts.append(plain(text))
    parts += [Content(""), _table_head(names)]
    for line in sheet.lines:
        name, amount = pad(pick(line.name), names), pad_left(yuan(line.amount), AMOUNT_CELLS)
        share = pad_left(percent(line.amount, proposal.investable), SHARE_CELLS)
        level, purpose = pad(risk(line.level), RISK_CELLS), purpose_name(line.purpose)
        parts.append(plain(f"{name}  {level} {amount} {share}  {purpose}".rstrip()))
        if line.held and line.held != line.amount:
            change = line.amount - line.held
            words = (
                mark("now {held} yuan, {more} yuan more") if change > 0 else mark("now {held} yuan, {more} yuan less")
            )
            text = translate(words).format(held=yuan(line.held), more=yuan(abs(change)))
            parts.append(plain(f"  {text}", "dim"))
    total = pad_left(yuan(proposal.amount), AMOUNT_CELLS)
    parts += [Content(""), plain(f"{pad(translate(mark('Together')), names + RISK_CELLS + 2)} {total}", "bold")]
    undone = sum(row.amount for row in sheet.cooling_offs if row.state == "revoked")
    if undone:
        back = pad_left(f"-{yuan(undone)}", AMOUNT_CELLS)
        parts.append(plain(f"{pad(translate(mark('Stepped back from')), names + RISK_CELLS + 2)} {back}"))
    left = proposal.investable - proposal.amount
    if left:
        free = pad_left(yuan(left), AMOUNT_CELLS)
        parts.append(plain(f"{pad(translate(mark('Stays free')), names + RISK_CELLS + 2)} {free}"))
    parts += [
        Content(""),
        plain(
            translate(
                mark(
                    "Nothing in this proposal promises principal or return. Please read every page to its end; you "
                    "decide after that."
                )
            )
        ),
    ]
    heading = translate(mark("Proposal {number}, version {version}"))
    return ClientPage(heading.format(number=proposal.number, version=proposal.version), Content("\n").join(parts))


def _table_head(names: int) -> Content:
    name, amount = pad(translate(mark("Product")), names), pad_left(translate(mark("Amount (yuan)")), AMOUNT_CELLS)
    share = pad_left(translate(mark("Share")), SHARE_CELLS)
    level = pad(translate(mark("Risk")), RISK_CELLS)
    return plain(f"{name}  {level} {amount} {share}  {translate(mark('For'))}", "dim")


def _product(line: SheetLine) -> ClientPage:
    facts = [
        (mark("Issuer"), pick(line.issuer)),
        (mark("Type"), type_name(line.type)),
        (mark("Risk level"), levels(line.level, line.issuer_level, line.seller_level)),
        (mark("Amount"), "  ".join(filter(None, (in_yuan(line.amount), paid(line.pay, line.pay_years))))),
        (mark("Term"), term_text(line.term_days or None)),
        (mark("Money back"), liquidity_name(line.liquidity)),
        (mark("Cooling-off"), cooling_off(line.cooling_off_hours, line.type)),
        (mark("Fees"), signs(" · ").join(f"{pick(name)} {rate / 100:.2f}%" for name, rate in line.fees)),
    ]
    rows = [plain(f"{pad(translate(label), 14)}{text}") for label, text in facts if text]
    parts = [
        *rows,
        Content(""),
        plain(translate(mark("The risks")), "bold"),
        plain(pick(line.risks)),
        plain(translate(mark("The level may change during the life of the product; you will be told."))),
        Content(""),
        plain(translate(mark("Please note")), "bold"),
        plain(pick(line.disclosure)),
    ]
    return ClientPage(pick(line.name), Content("\n").join(parts), line.product_id)


def _heed(sheet: Sheet) -> ClientPage:
    """What the rules have to tell the client: warnings, and how the product fits.

    A law that nobody has read yet is not cited: that note is for the bank's staff.
    """
    parts: list[Content] = []
    for line in sheet.lines:
        told = [view for view in line.findings if view.verdict == "warn" or view.rule in FIT_RULES]
        if told:
            parts.append(plain(pick(line.name), "bold"))
            for view in told:
                sign = signs("!") if view.verdict == "warn" else signs("✓")
                cited = f" {view.source}" if view.confirmed else ""
                parts.append(Content.assemble(f"{sign} ", plain(view.text), plain(cited, "dim")))
            parts.append(Content(""))
    return ClientPage(translate(mark("Why it fits, and what to heed")), Content("\n").join(parts))


def _decided(sheet: Sheet) -> ClientPage:
    parts: list[Content] = []
    for place, entry in enumerate(sheet.decisions):
        title = status_name(entry.decision) if place == 0 else translate(mark("Corrected entry"))
        parts.append(plain(f"{title}  {day(entry.at)}", "bold"))
        rows: Sequence[tuple[str, str]] = (
            (mark("Form number"), entry.form_number),
            (mark("Witness"), entry.witness),
            (mark("Recording"), entry.recording_ref),
            (mark("Remark"), entry.remark),
            (mark("SHA-256"), entry.sha256),
        )
        parts += [plain(f"{pad(translate(label), 14)}{text}") for label, text in rows if text]
        parts.append(Content(""))
    if sheet.planned:
        parts.append(plain(translate(mark("What follows")), "bold"))
        parts += [
            plain(f"{day(row.due)}  {pick(row.title) or translate(mark('Next contact'))}") for row in sheet.planned
        ]
    return ClientPage(translate(mark("The client's decision")), Content("\n").join(parts))
