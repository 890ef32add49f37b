"""The sheet of the all-in cost of a loan case on paper (综合融资成本明示表, 金规〔2026〕2号)."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, mark, pick, translate, writing_in
from advisor_tui.base.text import one_line
from advisor_tui.desk.client.identity import masked_identity
from advisor_tui.desk.loans import Loans
from advisor_tui.desk.office import Office
from advisor_tui.desk.printing import write_in_clear
from advisor_tui.desk.proposal.product_record import canonical, sha256
from advisor_tui.desk.views.loan_words import KINDS, METHODS, months_text, rate_text, word
from advisor_tui.desk.views.loans import LoanView
from advisor_tui.desk.views.papers import COSTS
from advisor_tui.documents.cost_sheet import CostLine, CostSheet, RepaymentPlan, cost_sheet
from advisor_tui.documents.paper import print_paper
from advisor_tui.reference.loan_costs import CostItem, LoanCosts
from advisor_tui.rules.affordability import Instalment, equal_payment, equal_principal
from advisor_tui.rules.credit_look import RATE_UNIT
from advisor_tui.rules.effective_cost import MONTHLY, charged_fen, loan_cost, raised_rate

_PLANS = {"equal_payment": equal_payment, "equal_principal": equal_principal}
_APPROVED = ("approved", "approved_with_conditions")


class LoanPapers:
    """Printing; each print is entered in the access log and lies in the home's `print/` until the desk locks."""

    def __init__(self, office: Office, loans: Loans) -> None:
        self._office = office
        self._loans = loans

    def require_terms(self, loan_id: str) -> None:
        """Check that the sheet can be made, before anything is asked for it.

        Raises:
            DeskError: `unknown_loan`; `terms_missing` without term or rate; `fees_too_high`.
        """
        cost_sheet_content(self._office, self._loans.get(loan_id), "")

    def cost_sheet(self, loan_id: str, lang: Lang) -> Path:
        """Print the sheet in the borrower's language, with the terms that were approved, else with those asked for.

        Raises:
            DeskError: `unknown_loan`; `terms_missing` without term or rate; `fees_too_high` where nothing of the loan
                is left; `promise_found`, `glyph_missing`, `font_missing`, `print_failed`.
        """
        office = self._office
        view = self._loans.get(loan_id)
        with writing_in(lang):
            with office.read() as session:
                identity = masked_identity(session, view.row.client.id)
            sheet = cost_sheet_content(office, view, identity)
            content = print_paper(cost_sheet(sheet), office.rules.get("promises"), office.clock.now())
        return write_in_clear(
            office,
            f"cost-sheet-{loan_id}-{lang}.pdf",
            content,
            action="loan.print",
            kind="print",
            what=f"{COSTS} {view.row.number}",
            client_id=view.row.client.id,
        )


def cost_sheet_content(office: Office, view: LoanView, identity: str) -> CostSheet:
    """What the sheet of a loan case says, in the language in use.

    Raises:
        DeskError: `terms_missing`, `fees_too_high`.
    """
    decision = next((made for made in view.decisions if made.decision in _APPROVED), None)
    amount = (decision and decision.amount_fen) or view.row.amount_fen
    months = (decision and decision.term_months) or view.term_months
    rate = view.rate if decision is None or decision.rate is None else decision.rate
    if months is None or rate is None:
        raise DeskError(
            "terms_missing", mark("The sheet needs the loan's term and yearly rate: they are not known yet.")
        )
    costs = office.reference.loan_costs
    items = costs.of(view.row.kind)
    plans = tuple(_plan(method, amount, rate, months, items) for method in _PLANS)
    return CostSheet(
        branch=one_line(office.me.branch_name),
        advisor=one_line(office.me.name),
        staff_no=one_line(office.me.staff_no),
        client=one_line(view.row.client.name),
        client_number=one_line(view.row.client.number),
        identity=identity,
        reference=f"{view.row.client.number}-L{view.row.number}",
        loan=word(KINDS, view.row.kind),
        purpose=one_line(view.purpose),
        amount=amount,
        term=months_text(months),
        rate=rate,
        overdue=raised_rate(rate, costs.overdue_percent),
        misuse=raised_rate(rate, costs.misuse_percent),
        overdue_percent=costs.overdue_percent,
        misuse_percent=costs.misuse_percent,
        plans=plans,
        made_on=office.today,
        source=one_line(costs.source),
        effective_from=costs.effective_from,
        confirmed=costs.confirmed,
        decided=decision is not None,
        sha256=_digest(view, amount, months, rate, costs, plans, office.today),
    )


def _plan(method: str, amount: int, rate: int, months: int, items: tuple[CostItem, ...]) -> RepaymentPlan:
    instalments = tuple(_PLANS[method](amount, Fraction(rate, RATE_UNIT), months))
    try:
        cost = loan_cost(instalments, [item.cost for item in items], amount)
    except ValueError as error:
        raise DeskError("fees_too_high", mark("The fees leave nothing of this loan: check the amount.")) from error
    return RepaymentPlan(word(METHODS, method), instalments, _lines(instalments, rate, amount, items), cost)


def _lines(
    instalments: tuple[Instalment, ...], rate: int, amount: int, items: tuple[CostItem, ...]
) -> tuple[CostLine, ...]:
    interest = sum(instalment.interest_fen for instalment in instalments)
    lines = [
        CostLine(
            translate("Interest"),
            translate("The bank"),
            translate("{rate} a year").format(rate=rate_text(rate)),
            translate("with each instalment"),
            interest,
        )
    ]
    for item in items:
        monthly = item.cost.when == MONTHLY
        way = translate("with each instalment") if monthly else translate("when the loan is paid out")
        if not item.cost.by_borrower:
            way = translate("borne by the bank")
        total = charged_fen(item.cost, amount) * (len(instalments) if monthly else 1)
        lines.append(CostLine(pick(item.name), pick(item.collector), pick(item.standard), way, total))
    return tuple(lines)


def _digest(
    view: LoanView,
    amount: int,
    months: int,
    rate: int,
    costs: LoanCosts,
    plans: tuple[RepaymentPlan, ...],
    made_on: date,
) -> str:
    """SHA-256 of the canonical JSON of what the sheet says; the same in both languages."""
    fees = [
        [item.id, dict(item.standard), item.cost.when, item.cost.share, item.cost.fixed_fen, item.cost.by_borrower]
        for item in costs.of(view.row.kind)
    ]
    return sha256(
        canonical(
            {
                "client": view.row.client.number,
                "loan": view.row.number,
                "kind": view.row.kind,
                "amount": amount,
                "months": months,
                "rate": rate,
                "fees": fees,
                "default": [costs.overdue_percent, costs.misuse_percent],
                "basis": [costs.source, costs.effective_from.isoformat(), costs.confirmed],
                "cost": [[plan.cost.simple, plan.cost.compound, plan.total] for plan in plans],
                "made_on": made_on.isoformat(),
            }
        )
    )
