"""What is printed in tests: a proposal of twelve lines for a client of 65, and loans."""

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import Offer, first_line
from advisor_tui.desk.proposal.draft import add_line, change_line
from advisor_tui.desk.views.loans import NewLoan
from advisor_tui.rules.findings import Verdict
from tests.desk.interview_walk import FULL, bold, completed
from tests.support import client_id

LINES = 12
MONEY = 2_000_000_00
SENIOR = "C0003"
"""A client of 65."""
MORE = 130_000_00
"""What is proposed of a product at least, where it takes any such amount, in 分."""


def full_proposal(desk: Desk, number: str = SENIOR, lines: int = LINES) -> str:
    """A presented proposal with so many products of as many types as suit the client, after a real interview."""
    client = client_id(desk, number)
    completed(desk, client, bold, FULL)
    proposal = desk.proposals.start(client, MONEY, {"changes_reported": False})
    bench = desk.proposals.bench(proposal)
    draft = bench.draft
    for offer in varied([offer for offer in bench.offers(draft) if sellable(offer)])[:lines]:
        product = offer.product
        line = first_line(product)
        whole = product.min_amount + -(-MORE // product.step) * product.step
        draft = change_line(add_line(draft, line), product.id, amount=max(line.amount, whole))
    desk.proposals.save(proposal, draft)
    desk.proposals.present(proposal)
    return proposal


def sellable(offer: Offer) -> bool:
    """Whether it can be shown without anything else being asked."""
    return offer.product.currency == "CNY" and offer.decision.verdict in (Verdict.ALLOWED, Verdict.WARN)


def varied(offers: list[Offer]) -> list[Offer]:
    """The offers so that each type comes once before any comes twice; of a type the riskiest first."""
    ordered = sorted(offers, key=lambda offer: -(offer.product.level or 0))
    seen: dict[str, int] = {}
    ranked = []
    for offer in ordered:
        kind = offer.product.type
        seen[kind] = seen.get(kind, 0) + 1
        ranked.append((seen[kind], offer))
    return [offer for _, offer in sorted(ranked, key=lambda pair: pair[0])]


def add_loan(desk: Desk, kind: str = "mortgage", months: int = 360, rate: int = 35_000, number: str = "C0001") -> str:
    """A loan case of a million yuan."""
    return desk.loans.add(NewLoan(client_id(desk, number), kind, 1_000_000_00, months, rate, "购买自住住房"))
