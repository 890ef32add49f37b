"""The words of clients, holdings and history in the language in use."""

from collections.abc import Iterable, Mapping
from datetime import date

from advisor_tui.base.languages import join_list, mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.clients import Ahead, ClientFilter, HistoryLine, Standing
from advisor_tui.desk.views.followup_words import channel_name, purpose_name
from advisor_tui.desk.views.life_words import LIFE_EVENTS
from advisor_tui.desk.views.loan_words import KINDS as LOANS
from advisor_tui.rules.needs.books import FINANCIAL_KINDS
from advisor_tui.screens.work.text import FINANCIAL_ON_FILE, money, told_by_facts
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import width

SEXES: Mapping[str, str] = {"male": mark("Male"), "female": mark("Female")}
STATUSES: Mapping[str, str] = {
    "prospect": mark("Prospect"),
    "active": mark("Active client"),
    "restricted": mark("Restricted"),
    "closed": mark("Closed client"),
}
CAPACITIES: Mapping[str, str] = {
    "full": mark("Full legal capacity"),
    "limited": mark("Limited legal capacity"),
    "none": mark("No legal capacity"),
}
PAPERS: Mapping[str, str] = {
    "resident_id": mark("Resident ID card"),
    "passport": mark("Passport"),
    "hk_macau_permit": mark("Hong Kong and Macau permit"),
    "taiwan_permit": mark("Taiwan permit"),
    "foreigner_permit": mark("Foreigner's permanent residence permit"),
    "military_id": mark("Military ID"),
    "household_register": mark("Household register"),
    "other": mark("Other paper"),
}
HOLDINGS: Mapping[str, str] = {
    "current": mark("Current account"),
    "deposit": mark("Time deposit"),
    "structured": mark("Structured deposit"),
    "wmp": mark("Wealth product"),
    "fund": mark("Fund"),
    "insurance": mark("Insurance"),
    "trust": mark("Trust"),
    "bond": mark("Bond"),
    "bullion": mark("Bullion"),
    "stock": mark("Stocks"),
    "property": mark("Property"),
    "business": mark("Business assets"),
    "other": mark("Other assets"),
}
DEBTS: Mapping[str, str] = {
    "mortgage": mark("Mortgage debt"),
    "consumer": mark("Consumer debt"),
    "business": mark("Business debt"),
    "car": mark("Car debt"),
    "card": mark("Card debt"),
    "student": mark("Student debt"),
    "private": mark("Private debt"),
    "other": mark("Other debt"),
}
KINDS: Mapping[str, str] = {
    "contact": mark("Contact made"),
    "interview": mark("Interview held"),
    "assessment": mark("Risk level assessed"),
    "proposal": mark("Proposal made"),
    "confirmation": mark("Client confirmed"),
    "task": mark("Task for client"),
    "follow_up": mark("Follow-up contact"),
    "complaint": mark("Complaint made"),
    "feedback": mark("Feedback given"),
    "life_event": mark("Life event"),
    "loan": mark("Loan application"),
    "change": mark("Record changed"),
    "access": mark("Values shown"),
    "maturity": mark("Matures"),
    "identity": mark("ID expires"),
    "birthday": mark("Birthday"),
    "holding": mark("Holds"),
    "debt": mark("Owes"),
    "paper": mark("Identity paper"),
    "cooling_off": mark("May step back"),
}
STATES: Mapping[str, str] = {
    "open": mark("open now"),
    "completed": mark("brought to its end"),
    "abandoned": mark("broken off"),
    "interview": mark("from an interview"),
    "import": mark("imported"),
    "head_office": mark("from head office"),
    "draft": mark("a draft"),
    "presented": mark("shown to the client"),
    "accepted": mark("accepted by the client"),
    "declined": mark("declined by the client"),
    "withdrawn": mark("withdrawn"),
    "superseded": mark("replaced by a newer version"),
    "done": mark("carried out"),
    "cancelled": mark("called off"),
    "planned": mark("planned"),
    "missed": mark("client not reached"),
    "decided": mark("decided"),
    "closed": mark("closed"),
    "corrected": mark("corrected later"),
    "added": mark("newly recorded"),
    "erased": mark("erased by order"),
    "reveal": mark("shown in full"),
    "print": mark("printed"),
    "export": mark("exported"),
    "copy": mark("copied"),
    "enquiry": mark("asked for"),
    "collecting": mark("papers being collected"),
    "submitted": mark("handed in"),
    "approved": mark("approved"),
    "refused": mark("refused"),
    "signed": mark("contract signed"),
    "paid_out": mark("paid out"),
}
TABLES: Mapping[str, str] = {"client": mark("The client's record"), "identity_document": mark("Identity paper")}
FIELDS: Mapping[str, str] = {
    "name": mark("Name"),
    "number": mark("Client number"),
    "sex": mark("Sex"),
    "born_on": mark("Born on"),
    "phone": mark("Phone number"),
    "id_kind": mark("Kind of paper"),
    "id_number": mark("ID number"),
    "id_expires": mark("Paper valid until"),
    "id_long_term": mark("Valid for good"),
    "email": mark("E-mail"),
    "address": mark("Address"),
    "occupation": mark("Profession"),
    "employer": mark("Employer"),
    "education": mark("Education"),
    "tier": mark("Tier"),
    "status": mark("Standing of the client"),
    "capacity": mark("Legal capacity"),
    "guardian": mark("Guardian"),
    "opened_on": mark("Client since"),
    "remark": mark("Remark on the client"),
}
"""The fields of the client form; columns of the record that the history names are called the same."""
PAPER_FIELDS: Mapping[str, str] = {
    "kind": FIELDS["id_kind"],
    "number": FIELDS["id_number"],
    "expires_on": FIELDS["id_expires"],
    "long_term": FIELDS["id_long_term"],
    "seen_on": mark("Paper seen on"),
}
"""The columns of an identity paper that the form changes, as the history names them."""


def word(words: Mapping[str, str], key: str) -> str:
    """The word for a key; an unknown key stands for itself."""
    return translate(words[key]) if key in words else one_line(key)


def kind_cells() -> int:
    """Cells that the longest word of `KINDS` takes in the language in use."""
    return max(width(translate(name)) for name in KINDS.values())


def level(risk_level: int, standing: Standing) -> str:
    """C1–C5, with an exclamation mark where the assessment is no longer valid."""
    if not risk_level:
        return signs("—")
    return f"C{risk_level} !" if standing == "expired" else f"C{risk_level}"


def short_day(day: date | None, today: date) -> str:
    """Month and day, with the year and without the day in other years."""
    if day is None:
        return signs("—")
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m}"


def ahead(item: Ahead) -> str:
    """What comes, in a few words."""
    if item.kind == "maturity":
        asked = mark("{name} {amount} matures")
        return translate(asked).format(name=one_line(item.text), amount=money(item.amount))
    if item.kind == "assessment":
        return translate(mark("Assessment ends ({level})")).format(level=item.text)
    return word(KINDS, item.kind)


def asset_parts(by_kind: Iterable[tuple[str, int]]) -> str:
    """What assets are made of where not all are financial ones; "" where they are.

    The financial ones are those that an interview finds on file (`rules.needs.books.FINANCIAL_KINDS`).

    Args:
        by_kind: Kinds of holdings with amounts in 分; a kind may come several times.
    """
    sums: dict[str, int] = {}
    for kind, amount in by_kind:
        sums[kind] = sums.get(kind, 0) + amount
    others = {kind: fen for kind, fen in sums.items() if kind not in FINANCIAL_KINDS and fen}
    if not others:
        return ""
    parts = [translate(FINANCIAL_ON_FILE).format(amount=money(sum(sums.values()) - sum(others.values())))]
    parts += [f"{word(HOLDINGS, kind)} {money(fen)}" for kind, fen in sorted(others.items(), key=lambda part: -part[1])]
    return "= " + " + ".join(parts)


def filter_words(chosen: ClientFilter, tier: Mapping[str, str] | None) -> str:
    """A filter in a few words."""
    parts = []
    if tier is not None:
        parts.append(one_line(pick(tier)))
    if chosen.follow_up_due:
        parts.append(translate(mark("follow-up due")))
    if chosen.maturing_days is not None:
        parts.append(translate(mark("matures in {days} days")).format(days=chosen.maturing_days))
    if chosen.assessment_expired:
        parts.append(translate(mark("assessment expired")))
    if chosen.no_contact_days is not None:
        parts.append(translate(mark("no contact for {days} days")).format(days=chosen.no_contact_days))
    return join_list(parts) if parts else translate(mark("everyone"))


def history(line: HistoryLine, today: date) -> str:
    """What happened, on one line."""
    if line.kind == "task":
        return _task(line, today)
    facts = line.facts
    parts: list[str] = []
    if line.kind in ("contact", "follow_up"):
        parts.append(channel_name(str(facts["channel"])))
    if line.kind == "follow_up" and not line.text:
        parts.append(purpose_name(str(facts["purpose"])))
    if line.kind == "assessment":
        parts.append(f"C{facts['level']}")
    if line.kind == "life_event":
        parts.append(word(LIFE_EVENTS, str(facts["kind"])))
    if line.kind == "loan":
        # What is applied for, not a debt: the card's debts stand apart, and may be none.
        parts.append(word(LOANS, str(facts["kind"])))
    if "number" in facts:
        parts.append(translate(mark("no. {number}")).format(number=facts["number"]))
    if "amount" in facts:
        parts.append(money(int(facts["amount"])))
    if "undone" in facts:
        parts.append(translate(mark("stepped back from {amount}")).format(amount=money(int(facts["undone"]))))
    if "score" in facts:
        parts.append(translate(mark("satisfaction {score} of 5")).format(score=facts["score"]))
    if line.kind == "change":
        names = PAPER_FIELDS if facts.get("table") == "identity_document" else FIELDS
        fields = [word(names, name) for name in line.text.split(", ") if name]
        parts.append(join_list(fields) or word(TABLES, str(facts["table"])))
    elif line.text:
        parts.append(one_line(line.text))
    if line.status:
        parts.append(word(STATES, line.status))
    if "until" in facts:
        parts.append(translate(mark("until {day}")).format(day=facts["until"]))
    if "by" in facts and line.kind in ("change", "access", "contact"):
        parts.append(one_line(str(facts["by"])))
    return "  ".join(parts)


def _task(line: HistoryLine, today: date) -> str:
    """A task as the queue names it, what was noted on it, and what became of it."""
    facts = line.facts
    title = one_line(pick(line.title)) if line.title else told_by_facts(str(facts.get("kind", "")), facts, today)
    return "  ".join(filter(None, (title, one_line(line.text), word(STATES, line.status))))
