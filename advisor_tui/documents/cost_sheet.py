"""The all-in cost of a loan (综合融资成本明示表, 金规〔2026〕2号), shown and signed before the contract."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.base.languages import translate
from advisor_tui.base.money import capitals
from advisor_tui.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Copied,
    Digest,
    Heading,
    Prose,
    Signatures,
    Table,
    Together,
)
from advisor_tui.documents.figures import exact, in_full, yearly
from advisor_tui.documents.paper import Paper
from advisor_tui.documents.signing import date_line, grouped, signers
from advisor_tui.rules.affordability import Instalment
from advisor_tui.rules.effective_cost import AnnualCost


@dataclass(frozen=True)
class CostLine:
    """One item of cost: what, who collects it, by what standard, in which way, and the whole sum in 分."""

    name: str
    collector: str
    standard: str
    way: str
    total: int


@dataclass(frozen=True)
class RepaymentPlan:
    """One method of repayment with its whole plan and cost.

    Attributes:
        name: The method in words.
        items: Interest first, then the fees.
    """

    name: str
    instalments: tuple[Instalment, ...]
    items: tuple[CostLine, ...]
    cost: AnnualCost

    @property
    def total(self) -> int:
        """Interest and fees together, in 分."""
        return sum(item.total for item in self.items)


@dataclass(frozen=True)
class CostSheet:
    """Everything that the sheet shows, in the reader's language.

    Attributes:
        amount: The loan in 分.
        rate: The contract's yearly rate in 10⁻⁴ percent.
        overdue, misuse: The yearly rates of a default, in 10⁻⁴ percent.
        source: Law and price list that the fees and the rates of a default come from.
        effective_from: The first day on which the sheet has to be shown.
        confirmed: Whether the bank has checked those fees and rates.
        decided: Whether the terms are those that the risk department approved.
        sha256: Over what the sheet says, so that a signed one can be told from another.
    """

    branch: str
    advisor: str
    staff_no: str
    client: str
    client_number: str
    identity: str
    reference: str
    loan: str
    purpose: str
    amount: int
    term: str
    rate: int
    overdue: int
    misuse: int
    overdue_percent: int
    misuse_percent: int
    plans: tuple[RepaymentPlan, ...]
    made_on: date
    source: str
    effective_from: date
    confirmed: bool
    decided: bool
    sha256: str


def cost_sheet(sheet: CostSheet) -> Paper:
    """The sheet as a paper, in the language in use."""
    blocks: list[Block] = [_all_in(sheet)]
    if not sheet.decided:
        blocks.append(
            Callout(
                translate("Terms not approved yet"),
                (translate("Amount, term and rate are those asked for. A new sheet is made for what is approved."),),
                tone="warn",
            )
        )
    if not sheet.confirmed:
        blocks.append(
            Callout(
                translate("Fees not checked yet"),
                (
                    translate(
                        "The bank has not checked the fees and the rates of a default on this sheet: no contract is "
                        "signed on it before."
                    ),
                ),
                tone="warn",
            )
        )
    blocks += [Heading(translate("Every item of cost, in yuan")), _items(sheet.plans)]
    blocks += _default(sheet)
    blocks += [
        Prose(
            translate("Basis of the fees and rates: {source}; in force from {day}.").format(
                source=sheet.source, day=sheet.effective_from.isoformat()
            ),
            small=True,
        ),
        Prose(
            translate(
                "The yearly cost is found from all payments as an internal rate of return: the monthly rate at which "
                "they are worth what is paid out, times twelve; compounded over twelve months it is the second figure."
            ),
            small=True,
        ),
        Together(
            (
                Copied(
                    translate("Please copy this sentence by hand:"),
                    translate("I have read every item of the all-in cost and know what I have to pay."),
                    lines=1,
                ),
                Digest(translate("Hash of this sheet's content (SHA-256)"), grouped(sheet.sha256)),
                Signatures((translate("Borrower"), *signers()[1:], translate("Stamp of the branch")), date_line()),
            )
        ),
        *_plan(sheet),
    ]
    return Paper(
        sheet.branch,
        sheet.reference,
        translate("Sheet of the all-in cost of financing"),
        translate("To be read and signed before the loan contract"),
        _head(sheet),
        tuple(blocks),
    )


def _head(sheet: CostSheet) -> tuple[tuple[str, str], ...]:
    pairs = (
        (translate("Borrower"), sheet.client),
        (translate("Client no."), sheet.client_number),
        (translate("ID number"), sheet.identity),
        (translate("Kind of loan"), sheet.loan),
        (translate("Amount"), in_full(sheet.amount)),
        (translate("In capitals"), capitals(sheet.amount)),
        (translate("Term"), sheet.term),
        (translate("Yearly rate"), yearly(sheet.rate, 4)),
        (translate("Purpose"), sheet.purpose),
        (translate("Advisor"), f"{sheet.advisor} ({sheet.staff_no})"),
        (translate("Made on"), sheet.made_on.isoformat()),
    )
    return tuple((label, value or "—") for label, value in pairs)


def _all_in(sheet: CostSheet) -> Block:
    rows = tuple(
        (
            Cell(plan.name),
            Cell(exact(plan.instalments[0].payment_fen)),
            Cell(exact(plan.instalments[-1].payment_fen)),
            Cell(exact(plan.total)),
            Cell(yearly(plan.cost.simple)),
            Cell(yearly(plan.cost.compound)),
        )
        for plan in sheet.plans
    )
    columns = (
        Column(translate("Repayment"), part=1),
        Column(translate("First month (yuan)"), "right"),
        Column(translate("Last month (yuan)"), "right"),
        Column(translate("Interest and fees (yuan)"), "right"),
        Column(translate("All-in cost a year"), "right"),
        Column(translate("Compounded"), "right"),
    )
    return Table(columns, rows)


def _items(plans: tuple[RepaymentPlan, ...]) -> Block:
    """The items with what they come to by each method; they differ in nothing else."""
    columns = (
        Column(translate("Item"), part=4),
        Column(translate("Collected by"), part=4),
        Column(translate("Standard"), part=6),
        Column(translate("When"), part=4),
        *(Column(plan.name, "right") for plan in plans),
    )
    rows = tuple(
        (
            Cell(same[0].name),
            Cell(same[0].collector),
            Cell(same[0].standard),
            Cell(same[0].way),
            *(Cell(exact(item.total)) for item in same),
        )
        for same in zip(*(plan.items for plan in plans), strict=True)
    )
    return Table(columns, rows, (translate("Together"), "", "", "", *(exact(plan.total) for plan in plans)))


def _default(sheet: CostSheet) -> list[Block]:
    overdue = translate("On what is overdue: the rate raised by {percent}%, that is {rate} a year, until it is paid.")
    misuse = translate("On what is not used as agreed: the rate raised by {percent}%, that is {rate} a year.")
    return [
        Heading(translate("What a default costs")),
        Bullets(
            (
                (
                    translate("Overdue"),
                    overdue.format(percent=sheet.overdue_percent, rate=yearly(sheet.overdue, 4)),
                ),
                (translate("Misused"), misuse.format(percent=sheet.misuse_percent, rate=yearly(sheet.misuse, 4))),
                (
                    translate("Credit record"),
                    translate("A default is reported to the credit register and can be seen by other lenders."),
                ),
            )
        ),
    ]


def _plan(sheet: CostSheet) -> list[Block]:
    first = sheet.plans[0]
    figures = (translate("Payment"), translate("Principal"), translate("Interest"), translate("Left"))
    columns = [Column(translate("Month"), "right")]
    for _ in sheet.plans:
        columns += [Column(label, "right", 1) for label in figures]
    groups = (("", 1), *((plan.name, len(figures)) for plan in sheet.plans))
    rows = []
    for place, instalment in enumerate(first.instalments):
        row = [Cell(str(instalment.number))]
        for plan in sheet.plans:
            paid = plan.instalments[place]
            row += [
                Cell(exact(fen)) for fen in (paid.payment_fen, paid.principal_fen, paid.interest_fen, paid.balance_fen)
            ]
        rows.append(tuple(row))
    total = [translate("Sum")]
    for plan in sheet.plans:
        interest = sum(instalment.interest_fen for instalment in plan.instalments)
        total += [exact(sheet.amount + interest), exact(sheet.amount), exact(interest), ""]
    return [
        Heading(translate("Repayment plan, in yuan")),
        Prose(
            translate(
                "Computed with months of equal length from the month after the loan is paid out; a rate that follows "
                "the market changes the payments."
            ),
            small=True,
            leads=True,
        ),
        Table(tuple(columns), tuple(rows), tuple(total), groups, small=True),
    ]
