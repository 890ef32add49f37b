"""A walk by keys through every screen of the demo: each script plays its part of the day and draws what it meets."""

from collections.abc import AsyncIterator, Callable

from advisor_tui.cli.demo import PASSPHRASE
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.result import ResultScreen
from advisor_tui.widgets.progress import Progress
from tests.screens.interview_stage import answer_all, usual
from tests.support import client_id
from tests.tools.drawing_stage import NOW, Drawing, DrawingStage

Script = Callable[[DrawingStage], AsyncIterator[Drawing]]
PROPOSED_TO = "C000008"
"""A client of the demo with a whole interview, a C4, and goals with a sum and a time."""
INTERVIEWED = "C000125"
"""A client of the demo with a C3 and no interview yet."""
INTERVIEWED_AGAIN = "C000087"
"""A client of the demo with a completed interview."""
_SAID = {
    "age": "46",
    "financial_assets": "290万",
    "cash_assets": "60万",
    "family_income": "48万",
    "monthly_expense": "1.6万",
    "debt_state": "2",
    "debt_payment": "6000",
    "goals": "12",
    "experience_kinds": "23",
    "knowledge": "3",
    "purpose": "4",
    "horizon": "3",
    "liquidity": "3",
    "expected_return": "3",
    "preference": "3",
    "max_loss": "3",
}
"""What the client says, question by question; everything else takes the first option."""
_LOAN: dict[str, Value] = {
    "loan_kind": "mortgage", "loan_amount": 100_000_000, "loan_term_months": 360, "loan_rate": 35_000,
    "loan_income": 2_000_000, "property_fee": 30_000, "job_months": 24, "overdue_run": 0, "overdue_times": 0,
    "credit_queries": 2, "card_use": 30,
}  # fmt: skip
"""The loan that the client of the full interview asks about, by fact."""
_DRAWN = {"family_income": "question-amount", "goals": "question"}
"""The questions that are drawn, and their drawings' names."""


async def opening(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """The lock screen, the day page, help, jumping."""
    await stage.type("forgotten")
    await stage.press("enter")
    yield await stage.draw("lock", "LockScreen")
    await stage.type(PASSPHRASE)
    await stage.press("enter")
    await stage.until("DayScreen")
    yield await stage.draw("day", "DayScreen")
    await stage.press("4")
    yield await stage.draw("ask-text", "AskText")
    await stage.press("escape", "2")
    yield await stage.draw("choices", "Choices")
    await stage.press("escape", "f1")
    yield await stage.draw("help", "HelpScreen")
    await stage.press("escape", "ctrl+p")
    await stage.type("gjh")
    yield await stage.draw("jump", "JumpScreen")
    await stage.press("escape")


async def book(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F2: the list, its filters and marks, a client and the forms."""
    await stage.press("f2")
    yield await stage.draw("clients", "ClientsScreen")
    await stage.press("insert", "down", "insert", "ctrl+y")
    yield await stage.draw("clients-preview", "ClientsScreen")
    await stage.press("ctrl+y", "ctrl+b", "1")
    yield await stage.draw("client-many", "PlanManyScreen")
    await stage.press("escape", "ctrl+b", "3")
    await stage.type("wm")
    yield await stage.draw("clients-search", "ClientsScreen")
    await stage.press("escape", "ctrl+r")
    yield await stage.draw("client-filters", "ClientFiltersScreen")
    await stage.press("escape", "ctrl+n")
    yield await stage.draw("client-form", "ClientFormScreen")
    await stage.press("escape")
    await stage.type(PROPOSED_TO)
    await stage.press("enter")
    yield await stage.draw("client", "ClientScreen")
    await stage.press("4")
    yield await stage.draw("contact-form", "ContactFormScreen")
    await stage.press("escape", "8")
    yield await stage.draw("life-event-form", "LifeEventFormScreen")
    await stage.press("escape", "6", "enter")
    yield await stage.draw("whole-text", "WholeText")
    await stage.press("escape")


async def interview(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F3: the list, questions, the review, the result, its evidence, and what differs from an interview before."""
    await stage.press("f3", "2")
    yield await stage.draw("interviews", "InterviewScreen")
    async for question in _questions(stage, INTERVIEWED):
        if question in _DRAWN:
            yield await stage.draw(_DRAWN[question], "QuestionScreen")
    yield await stage.draw("review", "ReviewScreen")
    await stage.press("2", "2")
    await stage.until("ResultScreen")
    yield await stage.draw("result", "ResultScreen")
    await stage.press("enter")
    yield await stage.draw("evidence", "EvidenceScreen")
    await stage.press("escape", "escape")
    async for _ in _questions(stage, INTERVIEWED_AGAIN):
        pass
    await stage.press("2", "2")
    await stage.until("ResultScreen")
    await stage.press("5")
    yield await stage.draw("comparison", "ComparisonScreen")
    await stage.press("escape", "escape")


async def credit(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F3, 6: the first look at the loan that a client asked about in a full interview."""
    desk = stage.app.desk
    assert desk is not None
    step = answer_all(desk, desk.interviews.start(client_id(desk, INTERVIEWED), "full-2026"), _asks_for_loan)
    desk.interviews.complete(step.head.id)
    stage.app.push_screen(ResultScreen(step.head.id))
    await stage.until("ResultScreen")
    await stage.settle()
    await stage.press("6")
    await stage.until("CreditScreen")
    yield await stage.draw("credit-look", "CreditScreen")
    await stage.press("escape", "escape")


def _asks_for_loan(question: Question) -> Value:
    return _LOAN.get(question.fact, usual(question))


async def _questions(stage: DrawingStage, client: str) -> AsyncIterator[str]:
    """Hold a quick interview as far as the review; the id of each question whose answer is typed, not yet entered."""
    await stage.press("1")
    await stage.type(client)
    await stage.press("enter", "ctrl+n", "2")
    questionnaire = load_reference(data_root()).questionnaires.latest("quick-2026", NOW.date())
    by_id = {question.id: question for question in questionnaire.questions}
    await stage.until("QuestionScreen")
    while isinstance(screen := stage.app.screen, QuestionScreen):
        question = by_id[screen.question_id]
        await stage.type(_said(question))
        yield question.id
        await stage.press("enter")


def _said(question: Question) -> str:
    said = _SAID.get(question.id, "")
    if not said and question.id == "unwilling_to_lose":
        said = str([option.id for option in question.options].index("no") + 1)
    return said or ("1" if question.options else "无")


async def build(stage: DrawingStage) -> None:
    """Begin a proposal over the money that lies idle and let it be proposed."""
    await stage.press("f4", "1")
    await stage.type(PROPOSED_TO)
    await stage.press("enter", "ctrl+n")
    await stage.until("AskText")
    await stage.press("enter")
    await stage.until("ProposalScreen")
    await stage.press("ctrl+g")


async def proposal(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F4: the builder, the catalogue, the findings, the pages for the client, the decision, the list."""
    await build(stage)
    yield await stage.draw("proposal", "ProposalScreen")
    await stage.press("ctrl+n", *["right"] * 4, "end")
    yield await stage.draw("catalogue", "ProposalScreen")
    await stage.press("insert", *["up"] * 2, "insert", *["up"] * 3, "insert", "ctrl+g")
    yield await stage.draw("compare", "CompareScreen")
    await stage.press("escape", "ctrl+r")
    yield await stage.draw("catalogue-filter", "CatalogueFilterScreen")
    await stage.press("escape", "escape", "pagedown")
    yield await stage.draw("findings", "FindingsScreen")
    await stage.press("escape", "home", "down")
    await stage.type("195万")
    await stage.press("enter", "insert", "ctrl+g")  # so much pinned in one product leaves no proposal
    await stage.until("ReasonsScreen")
    yield await stage.draw("reasons", "ReasonsScreen")
    await stage.press("escape", "ctrl+z", "ctrl+z", "f12")
    await stage.until("ProjectionScreen")
    yield await stage.draw("projection", "ProjectionScreen")
    await stage.press("pagedown")
    yield await stage.draw("projection-assumptions", "ProjectionAssumptionsScreen")
    await stage.press("escape", "escape", "ctrl+o")
    await stage.until("Choices")  # the draft becomes a version
    await stage.press("enter")
    await stage.until("ProposalPresentScreen")
    yield await stage.draw("present", "ProposalPresentScreen")
    await stage.press("pagedown")
    yield await stage.draw("present-product", "ProposalPresentScreen")
    for _ in range(20):
        if stage.screen == "ConfirmationScreen":
            break
        await stage.press("pagedown")
    yield await stage.draw("confirmation", "ConfirmationScreen")
    await stage.press("escape", "escape")
    yield await stage.draw("proposals", "ProposalsScreen")
    await stage.press("enter")
    await stage.until("ProposalPresentScreen")
    await stage.press("3")
    await stage.until("ProposalScreen")
    await stage.press("home")
    await stage.type("40万")
    await stage.press("enter", "backslash")
    await stage.until("VersionsScreen")
    yield await stage.draw("versions", "VersionsScreen")
    await stage.press("escape", "escape")


async def work(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F5 and F6: the queue, the calendar in its three views, a follow-up planned and its outcome."""
    await stage.press("f5")
    yield await stage.draw("tasks", "TasksScreen")
    await stage.press("ctrl+n")
    yield await stage.draw("task-form", "TaskFormScreen")
    await stage.press("escape", "f6")
    yield await stage.draw("calendar", "CalendarScreen")
    await stage.press("2")
    yield await stage.draw("calendar-week", "CalendarScreen")
    await stage.press("3")
    yield await stage.draw("calendar-agenda", "CalendarScreen")
    await stage.press("1", "right", "ctrl+n")
    yield await stage.draw("followup-form", "FollowUpFormScreen")
    await stage.press("escape", "tab", "enter")
    await stage.type("客户同意到期后转存")
    yield await stage.draw("followup-outcome", "FollowUpOutcomeScreen")
    await stage.press("ctrl+s")
    await stage.until("Choices")
    yield await stage.draw("followup-next", "Choices")
    await stage.press("1")
    await stage.until("CalendarScreen")


async def market(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F7 and F8: loan cases, a new one with its papers, bulletins."""
    await stage.press("f7")
    yield await stage.draw("loans", "LoansScreen")
    await stage.press("ctrl+n", "enter")
    await stage.type("80万")
    await stage.press("enter")
    await stage.type("240")
    await stage.press("enter")
    await stage.type("3.5")
    yield await stage.draw("loan-form", "LoanFormScreen")
    await stage.press("ctrl+s")
    await stage.until("LoanScreen")
    await stage.press("enter")
    yield await stage.draw("loan", "LoanScreen")
    # A real run is over before it can be drawn: this one waits for a step that nobody takes.
    await stage.app.push_screen(Progress("正在打印第 2/14 份：适当性匹配意见书", "", lambda: None))
    yield await stage.draw("progress", "Progress")
    stage.app.pop_screen()
    await stage.press("f8")
    yield await stage.draw("market", "MarketScreen")
    await stage.press("down", "enter")
    yield await stage.draw("bulletin", "BulletinScreen")


async def more(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """F9 and its parts."""
    await stage.press("f9")
    yield await stage.draw("more", "MoreScreen")
    await stage.press("1", "1")
    yield await stage.draw("exchange", "ExchangeScreen")
    await stage.press("4")
    yield await stage.draw("conflicts", "ConflictsScreen")
    await stage.press("escape")
    await stage.press("2")
    await stage.type("/med")
    yield await stage.draw("ask-path", "AskPath")
    for digit, name, screen, key, name2, screen2 in (
        ("2", "complaints", "ComplaintsScreen", "enter", "complaint", "ComplaintScreen"),
        ("2", "", "ComplaintsScreen", "ctrl+n", "complaint-form", "ComplaintFormScreen"),
        ("3", "training", "TrainingScreen", "1", "agreements", "AgreementsScreen"),
        ("4", "", "JournalScreen", "enter", "journal-entry", "JournalEntryScreen"),
        ("4", "", "JournalScreen", "2", "access-log", "AccessLogScreen"),
        ("4", "journal", "JournalScreen", "", "", ""),
        ("5", "settings", "SettingsScreen", "", "", ""),
        ("6", "about", "AboutScreen", "", "", ""),
        ("7", "scorecard", "ScorecardScreen", "", "", ""),
    ):
        await stage.back_to("MoreScreen")
        await stage.press(digit)
        if name == "journal":
            await stage.press("1")
        if name:
            yield await stage.draw(name, screen)
        if key:
            await stage.press(key)
            yield await stage.draw(name2, screen2)


async def english(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """Two screens in English."""
    await stage.type(PASSPHRASE)
    await stage.press("enter")
    await stage.until("DayScreen")
    yield await stage.draw("day-en", "DayScreen")
    await stage.press("f2")
    await stage.type(PROPOSED_TO)
    await stage.press("enter")
    yield await stage.draw("client-en", "ClientScreen")


async def wide(stage: DrawingStage) -> AsyncIterator[Drawing]:
    """The builder where there is room for the catalogue beside the draft."""
    await stage.type(PASSPHRASE)
    await stage.press("enter")
    await stage.until("DayScreen")
    await build(stage)
    yield await stage.draw("proposal-wide", "ProposalScreen")


DAY: tuple[Script, ...] = (opening, book, interview, credit, proposal, work, market, more)
"""The scripts of one day in Chinese at 80×24, in order: each goes on where the one before ended."""
