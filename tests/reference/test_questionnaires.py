from datetime import date

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.questionnaires import fed_by, questionnaire_from, read_questionnaire
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import DIMENSIONS, Questionnaire
from tests.reference.support import changed, mistakes

SMALL = """\
id = "small"
version = 2
effective_from = 2026-02-01
title = { zh = "小", en = "Small" }

[[section]]
id = "s1"
title = { zh = "一", en = "One" }

[[section]]
id = "s2"
title = { zh = "二", en = "Two" }

[[question]]
id = "loss"
section = "s1"
type = "choice"
text = { zh = "能亏多少？", en = "How much loss?" }
options = [
  { id = "none", points = 0, text = { zh = "不能", en = "None" } },
  { id = "some", points = 4, text = { zh = "一些", en = "Some" } },
]

[[question]]
id = "age"
section = "s1"
type = "number"
text = { zh = "年龄？", en = "Age?" }
fact = "age"
min = 0
max = 120
steps = [{ from = 0, points = 0 }, { from = 18, points = 5 }]

[[question]]
id = "income"
section = "s2"
type = "amount"
text = { zh = "收入？", en = "Income?" }
fact = "family_annual_income"
required = false
show_if = [{ question = "loss", op = "is", value = "some" }]

[scoring]
formal = false
lowest = [{ question = "loss", op = "is", value = "none" }]

[[scoring.band]]
level = 1
from = 0
to = 1

[[scoring.band]]
level = 2
from = 2
to = 3

[[scoring.band]]
level = 3
from = 4
to = 5

[[scoring.band]]
level = 4
from = 6
to = 7

[[scoring.band]]
level = 5
from = 8
to = 9
"""
IF_SOME = '{ question = "loss", op = "is", value = "some" }'


def test_a_small_questionnaire_is_read_whole() -> None:
    of = questionnaire_from(Source("questionnaires/small.toml", SMALL))
    assert (of.key, of.effective_from) == ("small/2", date(2026, 2, 1))
    assert [(q.id, q.section, q.kind, q.required) for q in of.questions] == [
        ("loss", "s1", "choice", True),
        ("age", "s1", "number", True),
        ("income", "s2", "amount", False),
    ]
    assert of.scoring is not None
    assert [(b.level, b.low, b.high) for b in of.scoring.bands] == [
        (1, 0, 1),
        (2, 2, 3),
        (3, 4, 5),
        (4, 6, 7),
        (5, 8, 9),
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "small"', 'idd = "small"', "idd"),
        ("version = 2", "version = 0", "version"),
        ('type = "number"', 'type = "slider"', "question[1].type"),
        ('section = "s2"', 'section = "s3"', "question[2].section"),
        ('id = "income"', 'id = "loss"', "question[2].id"),
        ('fact = "age"', 'fact = "shoe_size"', "question[1].fact"),
        ('fact = "age"', 'fact = "goals"', "question[1].fact"),
        ('fact = "family_annual_income"', 'fact = "age"', "question[2].fact"),
        ("max = 120", "max = -1", "question[1].max"),
        ("from = 0, points = 0", "from = 5, points = 0", "question[1].steps"),
        ("from = 18, points = 5", "from = 0, points = 5", "question[1].steps"),
        ('id = "some", points = 4', 'id = "none", points = 4', "question[0].options"),
        ('id = "some", points = 4,', 'id = "some",', "question[0].options[1]"),
        ('id = "some", points = 4', 'id = "some", alone = true, points = 4', "question[0].options[1].alone"),
        ('en = "How much loss?"', 'en = ""', "question[0].text"),
        (IF_SOME, '{ question = "income", op = "is", value = 1 }', "question[2].show_if[0].question"),
        (IF_SOME, '{ question = "loss", op = "is", value = "more" }', "question[2].show_if[0].value"),
        (IF_SOME, '{ question = "loss", op = "at_least", value = 1 }', "question[2].show_if[0].op"),
        (IF_SOME, '{ question = "loss", op = "is" }', "question[2].show_if[0]"),
        ('required = false\n', 'steps = [{ from = 0, points = 1 }]\n', "question[2].show_if"),
        ('op = "is", value = "none"', 'op = "is", value = "never"', "scoring.lowest[0].value"),
        ("from = 2\n", "from = 3\n", "scoring.band[1].from"),
        ("from = 4\n", "from = 3\n", "scoring.band[2].from"),
        ("to = 9", "to = 8", "scoring.band[4].to"),
        ("to = 9", "to = 10", "scoring.band[4].to"),
        ("to = 5", "to = 2", "scoring.band[2].to"),
        ("level = 4", "level = 5", "scoring.band[3].level"),
        ("formal = false", "formal = true", "scoring.formal"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_key(old: str, new: str, key: str) -> None:
    text, line = changed(SMALL, old, new)
    found = mistakes(read_questionnaire, text)
    assert key in [m.key for m in found]
    near = next(m for m in found if m.key == key)
    block = text.splitlines()[near.line - 1]
    last = key.rpartition(".")[2].split("[")[0]
    assert near.line == line or last in block, f"line {near.line}: {block}"


def test_the_hole_in_the_bands_is_named_by_its_score() -> None:
    text, _ = changed(SMALL, "from = 8\n", "from = 9\n")
    (mistake,) = mistakes(read_questionnaire, text)
    assert mistake.params == {"score": 8}


def test_all_mistakes_are_found_at_once() -> None:
    text = SMALL.replace("version = 2", "version = 0").replace('fact = "age"', 'fact = "shoe_size"')
    assert [m.key for m in mistakes(read_questionnaire, text)] == ["question[1].fact", "version"]


def test_a_questionnaire_with_a_mistake_is_refused() -> None:
    with pytest.raises(DeskError) as refused:
        questionnaire_from(Source("questionnaires/small.toml", SMALL.replace("version = 2", "version = 0")))
    assert refused.value.where == "questionnaires/small.toml:2 version"


@pytest.mark.parametrize("of", list(load_reference(data_root()).questionnaires), ids=lambda of: of.id)
class TestShipped:
    def test_it_covers_every_dimension_of_an_assessment(self, of: Questionnaire) -> None:
        covered = {q.dimension for q in of.questions if q.scored}
        assert covered == (set(DIMENSIONS) if of.scoring else set())

    def test_every_option_can_be_chosen_by_a_digit(self, of: Questionnaire) -> None:
        assert all(len(q.options) <= 9 for q in of.questions)

    def test_every_word_is_there_in_two_languages_that_differ(self, of: Questionnaire) -> None:
        texts = [q.text for q in of.questions] + [q.explain for q in of.questions if q.explain]
        texts += [i.text for q in of.questions for i in q.items]
        texts += [o.text for q in of.questions for o in q.options] + [s.title for s in of.sections]
        assert [text for text in texts if text["zh"] == text["en"]] == []

    def test_it_asks_for_consent_first_and_lets_the_client_confirm(self, of: Questionnaire) -> None:
        assert of.questions[0].id == "consent"
        if of.scoring is None:
            assert not any(q.id == "confirmed_needs" for q in of.questions), "nothing formal follows from it"
            return
        assert {c.question for c in of.scoring.formal_if} == {"consent", "confirmed_needs"}

    def test_a_fact_has_the_kind_that_its_question_gives(self, of: Questionnaire) -> None:
        for q in of.questions:
            if q.kind == "amount" and q.fact:
                assert FACTS[q.fact] == "money"


def test_the_full_one_has_the_sections_of_an_interview() -> None:
    full = load_reference(data_root()).questionnaires.latest("full-2026", date(2026, 11, 24))
    assert [section.id for section in full.sections] == [
        "identity", "household", "finances", "goals", "experience", "risk", "credit", "confirmation",
    ]  # fmt: skip


def test_every_fact_is_asked_for_by_some_shipped_questionnaire() -> None:
    asked = {fact for of in load_reference(data_root()).questionnaires for q in of.questions for fact in fed_by(q)}
    counted_from_members = {"children", "dependants"}
    assert set(FACTS) - asked - counted_from_members == set()


def test_the_five_questions_are_five_and_lead_to_needs_and_goals() -> None:
    first = load_reference(data_root()).questionnaires.latest("short-2026", date(2026, 11, 24))
    assert [q.id for q in first.questions][1:] == [
        "family_income", "monthly_expense", "financial_assets", "cash_assets", "goals",
    ]  # fmt: skip
