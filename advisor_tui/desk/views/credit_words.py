"""A first credit look in words, for the screen and for the record on paper."""

from advisor_tui.base.languages import join_list, labelled, mark, pick, translate
from advisor_tui.desk.views.credit import CreditFinding, CreditLookView, InterviewCredit, UnknownFigure, WantedPaper
from advisor_tui.desk.views.doubt_words import doubt_text
from advisor_tui.desk.views.interview_words import money
from advisor_tui.desk.views.loan_words import HOLDERS, KINDS, METHODS, months_text, rate_text, word
from advisor_tui.rules.credit_look import RATE_UNIT, Repayment
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.loans import percent_text

FIGURES = {
    "loan_amount": mark("Loan amount"),
    "loan_term_months": mark("Term"),
    "loan_rate": mark("Yearly rate"),
    "loan_income": mark("Verified income a month"),
    "property_fee": mark("Property fee a month"),
    "monthly_debt_payment": mark("Instalments of other debts"),
    "age": mark("Age"),
    "job_months": mark("Time in the present job"),
    "overdue_run": mark("Months overdue in a row"),
    "overdue_times": mark("Months overdue in all"),
    "credit_queries": mark("Queries of the credit report"),
    "card_use": mark("Use of card limits"),
}
"""What a first look rests on, by the fact that tells it."""


def asked_lines(found: InterviewCredit) -> list[tuple[str, str]]:
    """What the look is reckoned with: label and value, a stand-in said to be one."""
    enquiry = found.view.look.enquiry
    rate = None if enquiry.annual_rate is None else rate_text(int(enquiry.annual_rate * RATE_UNIT))
    if rate and found.prime_rate_taken:
        rate = translate(mark("{rate}: not told, the loan prime rate is taken")).format(rate=rate)
    income = None if enquiry.income_fen is None else money(enquiry.income_fen)
    if income and found.income_unverified:
        income = translate(mark("{amount}: a twelfth of the family's year as told, not verified")).format(amount=income)
    others = _money(enquiry.other_instalments_fen)
    if found.instalments_told_fen is not None:
        others = translate(mark("{amount} by the bank's books; the client told {told}")).format(
            amount=others, told=money(found.instalments_told_fen)
        )
    what = [word(KINDS, found.kind), "" if enquiry.amount_fen is None else money(enquiry.amount_fen)]
    lines = [
        (translate(mark("Loan asked for")), "  ".join((*filter(None, what), months_text(enquiry.term_months))).strip()),
        (translate(FIGURES["loan_rate"]), rate or ""),
        (translate(mark("Income a month")), income or ""),
        (translate(FIGURES["monthly_debt_payment"]), others),
        (translate(FIGURES["property_fee"]), _money(enquiry.property_fee_fen)),
    ]
    return [line for line in lines if line[1]]


def repayment_lines(view: CreditLookView) -> list[tuple[str, str]]:
    """One line a method: first and last month, all interest, shares of the income."""
    lines = []
    for shown in view.repayments:
        repayment = shown.repayment
        text = translate(mark("first month {first}, last month {last}, interest in all {interest}"))
        said = text.format(
            first=money(repayment.first_fen), last=money(repayment.last_fen), interest=money(repayment.interest_fen)
        )
        lines.append((word(METHODS, repayment.method), join_list((said, *shares(view, repayment)))))
    return lines


def method_table(view: CreditLookView) -> list[tuple[str, ...]]:
    """Both methods side by side: their names, then a label and the value of each, a line a figure."""
    repayments = [shown.repayment for shown in view.repayments]
    if not repayments:
        return []
    lines = [
        ("", *(word(METHODS, repayment.method) for repayment in repayments)),
        (translate(mark("First month")), *(money(repayment.first_fen) for repayment in repayments)),
        (translate(mark("Last month")), *(money(repayment.last_fen) for repayment in repayments)),
        (translate(mark("Interest in all")), *(money(repayment.interest_fen) for repayment in repayments)),
    ]
    ratios = [repayment.ratios for repayment in repayments if repayment.ratios is not None]
    if ratios and view.look.enquiry.type is LoanType.MORTGAGE:
        houses = (f"{percent_text(ratio.house)} %" for ratio in ratios)
        lines.append((translate(mark("House costs of income")), *houses))
    if ratios:
        lines.append((translate(mark("All debts of income")), *(f"{percent_text(ratio.total)} %" for ratio in ratios)))
    if view.look.largest:
        label = translate(mark("Largest loan within the caps"))
        lines.append((label, *(money(largest.fen) for _, largest in view.look.largest)))
    return lines


def shares(view: CreditLookView, repayment: Repayment) -> tuple[str, ...]:
    """The shares of the income in words; none where they are not known."""
    ratios = repayment.ratios
    if ratios is None:
        return ()
    total = translate(mark("all debts {total} % of income")).format(total=percent_text(ratios.total))
    if view.look.enquiry.type is not LoanType.MORTGAGE:
        return (total,)
    house = translate(mark("house costs {house} % of income")).format(house=percent_text(ratios.house))
    left_out = (translate(mark("without the property fee")),) if view.look.fee_left_out else ()
    return (house, total, *left_out)


def prime_rate_text(view: CreditLookView) -> str:
    """The loan prime rate of the term with its date and source, or "" where the term is not known."""
    prime = view.prime_rate
    if prime is None:
        return ""
    text = translate(mark("{rate} since {since} ({source})"))
    return text.format(rate=rate_text(prime.rate), since=prime.since or "", source=pick(prime.source))


def unknown_text(figure: UnknownFigure) -> str:
    """What is missing, and the question that tells it."""
    label = translate(FIGURES[figure.fact])
    if figure.question is None:
        return labelled(label, translate(mark("no questionnaire asks it")))
    question = pick(figure.question.text)
    if figure.place is not None:
        text = translate(mark("question {place}, {question}")).format(place=figure.place, question=question)
    elif figure.questionnaire is not None:
        text = translate(mark("asked by {questionnaire}, {question}"))
        text = text.format(questionnaire=pick(figure.questionnaire), question=question)
    else:
        text = translate(mark("not asked with these answers, {question}")).format(question=question)
    return labelled(label, text)


def credit_part(found: InterviewCredit) -> tuple[str, tuple[str, ...]]:
    """The look for the record on paper: a heading, then a sentence each, the label of all of it first."""
    view = found.view
    lines = [pick(view.label.sentence)]
    lines += [labelled(label, value) for label, value in (*asked_lines(found), *repayment_lines(view))]
    lines += [pick(finding.sentence) for finding in view.findings if finding.verdict != "allowed"]
    lines += remark_texts(found)
    prime = prime_rate_text(view)
    if prime:
        lines.append(labelled(translate(mark("Loan prime rate")), prime))
    if found.unknown:
        names = join_list(translate(FIGURES[figure.fact]) for figure in found.unknown)
        lines.append(labelled(translate(mark("Not told")), names))
    return translate(mark("First credit look")), tuple(lines)


def remark_texts(found: InterviewCredit) -> list[str]:
    """What was told of debts and does not fit the bank's books, a sentence each."""
    told = translate(mark("The answers do not fit. {remark}"))
    return [told.format(remark=doubt_text(remark.doubt)) for remark in found.remarks]


def finding_text(finding: CreditFinding) -> str:
    """A finding with its source."""
    return f"{pick(finding.sentence)}  {pick(finding.law)}"


def paper_text(paper: WantedPaper) -> str:
    """A paper, whose it is, whether it may be left out, and what to look at."""
    remarks = [word(HOLDERS, paper.holder)]
    if not paper.required:
        remarks.append(translate(mark("if there is one")))
    if paper.note is not None:
        remarks.append(pick(paper.note))
    return f"{pick(paper.name)} ({join_list(remarks)})"


def _money(fen: int | None) -> str:
    return "" if fen is None else money(fen)
