"""Values of answers that are several figures or the members of a household, and where an answer comes from."""

from datetime import date

from advisor_tui.rules.questionnaire import answered, figure_of, size_of
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives

BOTH = Figures((Figure("cash", 100), Figure("funds", 250, "document", date(2026, 11, 1))))


def test_a_figure_is_found_by_its_item_and_an_unspoken_one_is_not() -> None:
    assert BOTH.of("funds") == Figure("funds", 250, "document", date(2026, 11, 1))
    assert BOTH.of("trusts") is None
    assert figure_of(BOTH, "cash") == Figure("cash", 100)
    assert figure_of(100, "cash") is None
    assert figure_of(None, "cash") is None


def test_figures_are_as_large_as_their_sum() -> None:
    assert size_of(BOTH) == BOTH.total_fen == 350
    assert (size_of(7), size_of("seven"), size_of(None)) == (7, None, None)


def test_an_answer_says_who_told_it_and_as_of_when() -> None:
    said = answered(5)
    assert (said.status, said.value, said.source, said.as_of) == ("answered", 5, "client", None)
    shown = answered(5, "document", date(2026, 11, 1))
    assert (shown.source, shown.as_of) == ("document", date(2026, 11, 1))


def test_only_who_lives_on_the_income_is_counted() -> None:
    family = Relatives(
        (
            Relative("甲", "spouse"),
            Relative("乙", "child", dependent=True),
            Relative("丙", "child", dependent=True),
            Relative("丁", "child"),
            Relative("戊", "parent", dependent=True),
        )
    )
    assert (family.children, family.dependants, family.supported) == (2, 1, ("child", "parent"))
    assert (Relatives(()).children, Relatives(()).dependants, Relatives(()).supported) == (0, 0, ())
