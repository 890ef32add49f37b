"""Facts out of the answers that count."""

from datetime import date
from fractions import Fraction

from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.profile import Fact, client_facts, evidence, facts_of, number, words
from advisor_tui.rules.questionnaire import DECLINED, Item, Option, Question, Questionnaire, Section, answered
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from tests.rules.needs.support import WAN
from tests.rules.questionnaires import both, shipped


def test_facts_come_out_of_the_answers_that_count() -> None:
    full = next(of for of in shipped() if of.id == "full-2026")
    answers = {
        "consent": answered("yes"),
        "age": answered(46),
        "capacity": answered("full"),
        "debt_state": answered("some"),
        "financial_assets": answered(612 * WAN),
        "experience_years": answered("5to10"),
        "monthly_expense": DECLINED,
    }
    facts = facts_of(full, answers)
    assert facts["experience_years"] == Fact("experience_years", 5, "experience_years")
    assert "total_debts" not in facts
    assert "monthly_expense" not in facts
    expected = ClientFacts(age=46, capacity=Capacity.FULL, experience_years=Fraction(5), financial_assets_fen=612 * WAN)
    assert client_facts(facts) == expected
    facts = facts_of(full, {**answers, "total_debts": answered(180 * WAN)})
    assert client_facts(facts).net_financial_assets_fen == 432 * WAN


def test_no_debts_are_debts_of_nothing_and_an_old_figure_does_not_count() -> None:
    full = next(of for of in shipped() if of.id == "full-2026")
    facts = facts_of(
        full, {"consent": answered("yes"), "debt_state": answered("none"), "total_debts": answered(180 * WAN)}
    )
    assert facts["total_debts"] == Fact("total_debts", 0, "debt_state")
    assert facts["monthly_debt_payment"].value == 0


TEXT = both("?")


def asked(*questions: Question) -> Questionnaire:
    return Questionnaire("q", 1, date(2026, 1, 1), TEXT, (Section("a", TEXT),), questions)


def test_each_figure_feeds_its_own_fact_and_their_sum_the_question_s() -> None:
    money = Question(
        "money", "a", "figures", TEXT, fact="financial_assets",
        items=(Item("cash", TEXT, "cash_assets"), Item("funds", TEXT), Item("cover", TEXT, "life_cover")),
    )  # fmt: skip
    more = Question("debts", "a", "figures", TEXT, fact="total_debts", items=(Item("home", TEXT, "property_fee"),))
    said = {"money": Figures((Figure("cash", 30), Figure("funds", 70))), "debts": Figures((Figure("home", 5),))}
    facts = facts_of(asked(money, more), {name: answered(value) for name, value in said.items()})
    assert facts == {
        "cash_assets": Fact("cash_assets", 30, "money"),
        "financial_assets": Fact("financial_assets", 100, "money"),
        "property_fee": Fact("property_fee", 5, "debts"),
        "total_debts": Fact("total_debts", 5, "debts"),
    }


def test_the_members_tell_how_many_live_on_the_income_unless_a_question_says_otherwise() -> None:
    members = Question("family", "a", "members", TEXT, fact="members")
    children = Question("children", "a", "number", TEXT, fact="children")
    family = answered(Relatives((Relative("乙", "child", dependent=True), Relative("戊", "parent", dependent=True))))
    alone = facts_of(asked(members, children), {"family": family})
    assert (alone["children"], alone["dependants"]) == (Fact("children", 1, "family"), Fact("dependants", 1, "family"))
    told = facts_of(asked(members, children), {"family": family, "children": answered(3)})
    assert (told["children"], told["dependants"]) == (Fact("children", 3, "children"), alone["dependants"])


def test_what_several_options_imply_is_joined_and_an_option_stands_for_its_number() -> None:
    none = Option("none", TEXT, implies={"total_debts": 0})
    little = Option("little", TEXT, fact=500)
    first = Question("debts", "a", "choice", TEXT, options=(none,))
    second = Question("fee", "a", "choice", TEXT, options=(Option("no", TEXT, implies={"property_fee": 0}),))
    spend = Question("spend", "a", "choice", TEXT, fact="monthly_expense", options=(little, Option("unsure", TEXT)))
    marital = Question("marital", "a", "choice", TEXT, fact="marital", options=(Option("married", TEXT, fact=9),))
    answers = {"debts": "none", "fee": "no", "spend": "little", "marital": "married"}
    facts = facts_of(asked(first, second, spend, marital), {name: answered(value) for name, value in answers.items()})
    assert {name: fact.value for name, fact in facts.items()} == {
        "total_debts": 0, "property_fee": 0, "monthly_expense": 500, "marital": "married",
    }  # fmt: skip
    assert "monthly_expense" not in facts_of(asked(spend), {"spend": answered("unsure")})


def test_every_fact_that_suitability_looks_at_is_read_by_its_name() -> None:
    given = {
        "age": 46, "annual_income_3y": 1, "family_annual_income": 2, "premium_budget": 3, "experience_years": 4,
        "financial_assets": 9, "total_debts": 4,
    }  # fmt: skip
    facts = {name: Fact(name, value, name) for name, value in given.items()}
    assert client_facts(facts) == ClientFacts(
        age=46, annual_income_fen=1, family_annual_income_fen=2, premium_budget_fen=3, experience_years=Fraction(4),
        financial_assets_fen=9, net_financial_assets_fen=5,
    )  # fmt: skip
    assert client_facts({}) == ClientFacts()
    assert client_facts({"capacity": Fact("capacity", "unheard of", "q")}).capacity is None


def test_a_fact_is_read_as_a_number_or_as_words_and_is_nothing_where_it_is_not_known() -> None:
    facts = {
        "age": Fact("age", 46, "how_old"),
        "goals": Fact("goals", ("house", "free"), "wishes"),
        "occupation": Fact("occupation", "retired", "work"),
    }
    assert (number(facts, "age"), number(facts, "occupation"), number(facts, "children")) == (46, None, None)
    assert words(facts, "goals") == ("house", "free")
    assert (words(facts, "occupation"), words(facts, "age"), words(facts, "marital")) == (("retired",), ("46",), ())


def test_the_evidence_names_each_question_once_and_only_of_what_is_known() -> None:
    facts = {name: Fact(name, 1, question) for name, question in (("a", "one"), ("b", "two"), ("c", "one"))}
    assert evidence(facts, "c", "b", "unknown", "a") == ("one", "two")
    assert evidence(facts) == ()


def test_what_the_members_tell_is_joined_with_what_an_option_before_them_implies() -> None:
    none = Option("none", TEXT, implies={"total_debts": 0})
    debts = Question("debts", "a", "choice", TEXT, options=(none,))
    members = Question("family", "a", "members", TEXT, fact="members")
    facts = facts_of(asked(debts, members), {"debts": answered("none"), "family": answered(Relatives(()))})
    assert {name: facts[name].value for name in ("total_debts", "children", "dependants")} == {
        "total_debts": 0, "children": 0, "dependants": 0,
    }  # fmt: skip


def test_a_number_for_an_option_that_is_gone_tells_nothing() -> None:
    spend = Question("spend", "a", "choice", TEXT, fact="monthly_expense", options=(Option("few", TEXT, fact=5),))
    assert facts_of(asked(spend), {"spend": answered("gone")}) == {}
