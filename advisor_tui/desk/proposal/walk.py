"""The walk before a signature: what the client has to read, in which order, and how long at least.

A client of the age of 令2025年第7号 art. 46 gets more time on each step and, where a product is of high risk, a warning
of its own (art. 18). Where cover does not suit and the client insists on it (art. 38), the advice to stop and the risks
are steps of their own between the product and the signature.
"""

import json
from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.found import asked_words
from advisor_tui.desk.proposal.product_record import sha256
from advisor_tui.desk.proposal.records import stored_lines
from advisor_tui.desk.views.proposal_words import FIT_RULES
from advisor_tui.desk.views.proposals import Sheet, Step
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.practice import ReadingTime
from advisor_tui.rules.suitability.age import SeniorCare
from advisor_tui.store.tables import Client, Disclosure, Proposal

OVERVIEW, PRODUCT, HEED, SENIOR = "overview", "product", "heed", "senior_care"
ADVISE_STOP, INSIST_RISKS, SPECIAL_WARNING = "advise_stop", "insist_risks", "special_warning"
AFTER = {INSIST_RISKS: ADVISE_STOP, ADVISE_STOP: PRODUCT, SPECIAL_WARNING: PRODUCT}
"""A step about a product, and the one about it that has to come before."""
_UNREAD = {
    PRODUCT: mark("The client has not seen the risks and the disclosure of {product} to the end."),
    ADVISE_STOP: mark("The client has not read the bank's advice not to take {product} out to its end."),
    INSIST_RISKS: mark("The client has not read the risks of taking {product} out against advice to their end."),
    SPECIAL_WARNING: mark("The client has not read the special warning about {product} to its end."),
    SENIOR: mark("The client has not read the warning about high risk to its end."),
}
"""What is said of a step that is still to be taken."""


def with_walk(session: Session, office: Office, proposal: Proposal, sheet: Sheet) -> Sheet:
    """The sheet with its walk: which steps there are, how long each takes at least, and which were taken."""
    client = session.get_one(Client, proposal.client_id)
    senior = is_senior(office, client.born_on)
    least = least_seconds(office, senior=senior)
    rows = session.exec(select(Disclosure).where(Disclosure.proposal_id == proposal.id)).all()
    taken = {(row.kind, row.product_id or "") for row in rows}
    heeded = any(view.verdict == "warn" or view.rule in FIT_RULES for line in sheet.lines for view in line.findings)
    warned = "senior_care" in asked_words(session, proposal)
    kinds: list[tuple[str, str, bool]] = [(OVERVIEW, "", (OVERVIEW, "") in taken)]
    for line, words in zip(sheet.lines, _words(session, proposal, sheet), strict=True):
        if line.sold:
            kinds.append((PRODUCT, line.product_id, line.shown))
            kinds += [(kind, line.product_id, (kind, line.product_id) in taken) for kind in _against(words)]
    kinds += [(HEED, "", (HEED, "") in taken)] if heeded else []
    kinds += [(SENIOR, "", (SENIOR, "") in taken)] if warned else []
    steps = tuple(Step(kind, product, least, read) for kind, product, read in kinds)
    return replace(sheet, steps=steps, senior=senior)


def _words(session: Session, proposal: Proposal, sheet: Sheet) -> list[frozenset[str]]:
    by_product = {line.product.id: line.row.id for line in stored_lines(session, proposal.id)}
    return [asked_words(session, proposal, by_product[line.product_id]) for line in sheet.lines]


def _against(words: frozenset[str]) -> tuple[str, ...]:
    """The steps of a sale against advice: of cover (art. 38), or of a fund above the client's level."""
    if "written_confirm" not in words:
        return ()
    return (ADVISE_STOP, INSIST_RISKS) if "advise_stop" in words else (SPECIAL_WARNING,)


def is_senior(office: Office, born_on: date | None) -> bool:
    """Whether a client is of the age of special care today (令2025年第7号 arts. 18, 46)."""
    care: SeniorCare | None = office.rules.get("senior_care")
    return care is not None and born_on is not None and age_on(born_on, office.today) >= care.from_age


def least_seconds(office: Office, *, senior: bool) -> int:
    """Seconds that each step has to be before the client at least, by the bank's practice."""
    practice: ReadingTime | None = office.rules.get("reading_time")
    if practice is None:
        return 0
    return practice.senior_seconds if senior else practice.seconds


def require_step(sheet: Sheet, kind: str, product_id: str, seconds: int) -> Step:
    """The step, if it may be recorded as read.

    Raises:
        DeskError: `step_unknown`; `step_order`, where another one comes before it; `read_too_fast`.
    """
    steps = {(step.kind, step.product_id): step for step in sheet.steps}
    step = steps.get((kind, product_id))
    if step is None:
        raise DeskError("step_unknown", mark("This proposal has no such page to read."), where=kind)
    before = steps.get((AFTER.get(kind, ""), product_id))
    if before is not None and not before.read:
        raise DeskError("step_order", mark("The page before this one is still to be read."), where=kind)
    _require_seconds(step.least, seconds)
    return step


def require_time(office: Office, born_on: date | None, seconds: int) -> None:
    """Refuse a page that was before the client for less than the least time.

    Raises:
        DeskError: `read_too_fast`.
    """
    _require_seconds(least_seconds(office, senior=is_senior(office, born_on)), seconds)


def _require_seconds(least: int, seconds: int) -> None:
    if seconds < least:
        raise DeskError(
            "read_too_fast",
            mark("This page stays before the client for {least} seconds at least; it was {seconds}."),
            least=least,
            seconds=seconds,
        )


def step_record(office: Office, proposal: Proposal, sheet: Sheet, step: Step, seconds: int) -> Disclosure:
    """The record of a step that is no product's own text: what was shown, and for how long."""
    line = next((line for line in sheet.lines if line.product_id == step.product_id), None)
    said = [[view.rule, view.verdict, view.source] for view in (line.findings if line else ())]
    return Disclosure(
        id=office.ids.new(),
        proposal_id=proposal.id,
        client_id=proposal.client_id,
        product_id=step.product_id or None,
        kind=step.kind,
        version=f"{proposal.number}/{proposal.version}",
        sha256=sha256(json.dumps([sheet.sha256, step.kind, said], ensure_ascii=False)),
        disclosed_at=office.clock.now(),
        read_seconds=seconds,
    )


def require_walked(sheet: Sheet) -> None:
    """Refuse an acceptance before every step was taken.

    Raises:
        DeskError: `not_shown`, where a page about a product is unread; `not_walked`, where another one is.
    """
    names = {line.product_id: pick(line.name) for line in sheet.lines}
    for step in sheet.unread:
        message = _UNREAD.get(step.kind, mark("The client has not read every page of this proposal to its end."))
        if step.product_id:
            raise DeskError("not_shown", message, where=step.kind, product=names[step.product_id])
        raise DeskError("not_walked", message, where=step.kind)
