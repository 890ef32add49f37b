"""A due item as people read it: when, what, why."""

from collections.abc import Mapping
from datetime import date

from advisor_tui.base.languages import language, mark, pick, translate
from advisor_tui.base.money import wan, yuan
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.followup_words import purpose_name
from advisor_tui.desk.views.tasks import WorkItem
from advisor_tui.rules.ranking import Reason
from advisor_tui.widgets.glyphs import signs

_REASONS: Mapping[str, str] = {
    "legal": mark("legal: {days} days left"),
    "legal_late": mark("legal: {days} days late"),
    "late": mark("{days} days late"),
    "begins": mark("in {days} days"),
    "at": mark("agreed for today"),
    "today": mark("due today"),
    "until": mark("{days} days left"),
}
_ONE_DAY: Mapping[str, str] = {
    "legal": mark("legal: 1 day left"),
    "legal_late": mark("legal: 1 day late"),
    "late": mark("1 day late"),
    "begins": mark("in 1 day"),
    "until": mark("1 day left"),
}
_TITLES: Mapping[str, str] = {
    "maturity": mark("{name}: {amount} matures"),
    "assessment": mark("Risk assessment {level} expires {day}"),
    "id_document": mark("Identity document expires {day}"),
    "birthday": mark("Birthday: {age} years"),
    "complaint": mark("Complaint {number}: {subject}"),
    "low_satisfaction": mark("Satisfaction {score} of 5: find out why"),
    "loan_papers": mark("Loan case {number}: collect {count} papers"),
}
_LEAST: Mapping[str, tuple[str, str]] = {
    "maturity": ("name", "maturity"),
    "assessment": ("day", "assessment_expiry"),
    "id_document": ("day", "id_expiry"),
    "birthday": ("age", "birthday"),
}
"""What the title of such a task cannot do without, and the purpose that stands for it where that is not known."""
_ACTIONS: Mapping[str, str] = {
    "task.add": mark("Undone: the new task"),
    "task.done": mark("Undone: marked as done"),
    "task.snooze": mark("Undone: put off"),
    "task.hand_over": mark("Undone: handed over"),
    "task.note": mark("Undone: the note"),
    "follow_up.plan": mark("Undone: the planned follow-up"),
    "follow_up.move": mark("Undone: the follow-up's move"),
    "follow_up.cancel": mark("Undone: the follow-up is planned again"),
    "follow_up.log": mark("Undone: the follow-up's outcome"),
    "complaint.add": mark("Undone: the new complaint"),
    "complaint.grade": mark("Undone: the complaint's grade"),
    "complaint.extend": mark("Undone: the extension"),
    "complaint.decide": mark("Undone: the complaint's decision"),
    "complaint.withdraw": mark("Undone: the complaint's withdrawal"),
    "loan.add": mark("Undone: the new loan case"),
    "loan.paper": mark("Undone: the paper's tick"),
    "loan.advance": mark("Undone: the loan's step"),
    "loan.withdraw": mark("Undone: the loan's withdrawal"),
}


FINANCIAL_ON_FILE = mark("Financial assets without insurance {amount}")
"""What the holdings on file of `rules.needs.books.FINANCIAL_KINDS` are called wherever they are summed."""


def money(fen: int) -> str:
    """An amount as a line names it: in 万 in Chinese, in yuan in English."""
    return f"{wan(fen)} 万" if language() == "zh" else f"¥{yuan(fen)}"


def short_day(day: date, today: date) -> str:
    """Month and day, with the year where it is another one."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def title(item: WorkItem, today: date) -> str:
    """What the item is about, on one line."""
    facts = item.facts
    if item.kind == "complaint":
        subject = pick(item.title) if item.title else ""
        return translate(_TITLES["complaint"]).format(number=facts.get("number", ""), subject=one_line(subject))
    if item.title is not None:
        return one_line(pick(item.title))
    if item.is_follow_up:
        return purpose_name(str(facts.get("purpose", "")))
    return told_by_facts(item.kind, facts, today)


def told_by_facts(kind: str, facts: Mapping[str, int | str], today: date) -> str:
    """What a task is about that nobody gave a title: its kind, with what is known of it."""
    if kind not in _TITLES:
        return one_line(kind)
    day = facts.get("day")
    known = {
        "name": one_line(str(facts.get("name", ""))),
        "amount": money(int(facts.get("amount_fen", 0))),
        "level": facts.get("level", ""),
        "age": facts.get("age", ""),
        "score": facts.get("score", ""),
        "number": facts.get("number", ""),
        "count": facts.get("count", ""),
        "day": short_day(date.fromisoformat(str(day)), today) if day else "",
    }
    needed, purpose = _LEAST.get(kind, ("", ""))
    if needed and not known[needed]:
        return purpose_name(purpose)
    return translate(_TITLES[kind]).format(**known)


def when(item: WorkItem, today: date) -> str:
    """When: late, the hour, all day, or the day that it begins; a birthday is no deadline, it is over."""
    if item.state == "overdue":
        return translate(mark("over") if item.kind == "birthday" else mark("late"))
    if item.state == "later":
        return short_day(item.from_on, today)
    return item.time or translate(mark("all day"))


def why(item: WorkItem, today: date) -> str:
    """Why it stands where it does; maturing money by its distance from the day, as advisors count."""
    if item.kind == "maturity" and "day" in item.facts:
        distance = (today - date.fromisoformat(str(item.facts["day"]))).days
        return f"T{distance:+d}" if distance else "T"
    return signs(" · ").join(reason_text(reason, item.kind) for reason in item.why)


def reason_text(reason: Reason, kind: str = "") -> str:
    """A reason as a sentence."""
    if kind == "birthday" and reason.word == "late":
        days = int(reason.params["days"])
        return translate(mark("1 day ago")) if days == 1 else translate(mark("{days} days ago")).format(days=days)
    if reason.params.get("days") == 1 and reason.word in _ONE_DAY:
        return translate(_ONE_DAY[reason.word])
    return translate(_REASONS[reason.word]).format(**reason.params)


def urgent(item: WorkItem) -> bool:
    """Whether it carries the exclamation mark: late, or a legal deadline that is near."""
    return item.state == "overdue" or (
        item.is_complaint and any(reason.word == "legal_late" or int(reason.params["days"]) <= 3 for reason in item.why)
    )


def undone_text(action: str) -> str:
    """What was taken back."""
    return translate(_ACTIONS.get(action, mark("Undone.")))
