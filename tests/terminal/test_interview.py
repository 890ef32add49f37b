"""A whole interview at 80×24 in Chinese on a real pty: by keys alone, with a paste, killed once and resumed."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.interview import visible
from advisor_tui.rules.questionnaire import Answer, Question, Questionnaire, answered
from advisor_tui.rules.said import ROLES, Figures, Relatives
from tests.screens.interview_stage import usual
from tests.support import PASSPHRASE, TODAY, client_id, make_desk
from tests.terminal.harness import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with five clients and nobody working on it."""
    make_desk(tmp_path / "home").close()
    return tmp_path / "home"


@pytest.fixture
def quick() -> Questionnaire:
    return load_reference(data_root()).questionnaires.latest("quick-2026", TODAY)


def start(home: Path) -> Terminal:
    """The desk, unlocked by its passphrase, on the day page."""
    terminal = Terminal([sys.executable, "-m", "tests.terminal.desk_app", str(home), "zh"], cwd=str(ROOT))
    terminal.wait_for("口令")
    terminal.settle()
    terminal.keys(PASSPHRASE, "enter")
    terminal.wait_for("王敏   今日")
    return terminal


@pytest.fixture
def running(home: Path) -> Iterator[Terminal]:
    with start(home) as terminal:
        yield terminal


def typed(question: Question) -> tuple[str, ...]:
    """The keys for `usual` answers, as an advisor presses them; an amount in full width, as an input method left it."""
    value = usual(question)
    if isinstance(value, Figures):
        return _figures(question, value)
    if isinstance(value, Relatives):
        return _members(value)
    if question.options:
        places = [option.id for option in question.options]
        return tuple(str(places.index(chosen) + 1) for chosen in (value if isinstance(value, tuple) else (str(value),)))
    return ("３０万",) if question.kind == "amount" else (str(value),)


def _figures(question: Question, value: Figures) -> tuple[str, ...]:
    """Line by line; an item that was not spoken of is passed with Enter, and the last Enter gives the answer."""
    keys = []
    for item in question.items:
        figure = value.of(item.id)
        keys += ([] if figure is None else [str(figure.fen // 100)]) + ["enter"]
    return tuple(keys[:-1])


def _members(value: Relatives) -> tuple[str, ...]:
    """Name, role, birth date, and whether the member lives on the client's income; an empty name ends."""
    keys = []
    for row in value.rows:
        born = [] if row.born_on is None else [row.born_on.isoformat()]
        keys += [row.name, "enter", str(ROLES.index(row.role) + 1), "enter", *born, "enter"]
        keys += ["1" if row.dependent else "2", "enter"]
    return tuple(keys)


def at(number: int) -> re.Pattern[str]:
    """The number of the question, where the question stands."""
    return re.compile(rf"\s{number}\.\s+\S")


def answer(terminal: Terminal, questionnaire: Questionnaire, said: dict[str, Answer], until: int) -> None:
    """Answer from where it stands until so many questions have an answer or the review stands."""
    while len(said) < until:
        asked = visible(questionnaire, said)
        if len(said) == len(asked):
            return
        question = asked[len(said)]
        terminal.wait_for(at(len(said) + 1))
        terminal.keys(*typed(question), "enter")
        said[question.id] = answered(usual(question))


def begin(terminal: Terminal, digit: str = "2") -> None:
    """F3, a new interview with 张三丰, found by the initials; the second questionnaire is the quick one."""
    terminal.keys("f3")
    terminal.wait_for("所有客户的暂存访谈")
    terminal.keys("ctrl+n")
    terminal.wait_for("跳转到")
    terminal.keys("zsf")
    terminal.wait_for("C0001")
    terminal.keys("enter")
    terminal.wait_for("与张三丰访谈")
    terminal.keys(digit)
    terminal.wait_for(at(1))


def test_an_interview_is_killed_in_the_middle_and_goes_on_at_the_same_question(
    running: Terminal, home: Path, quick: Questionnaire
) -> None:
    said: dict[str, Answer] = {}
    begin(running)
    answer(running, quick, said, 9)
    running.wait_for(at(10))
    running.kill()

    with start(home) as again:
        again.keys("f3")
        again.wait_for("快速访谈 2026 版")
        again.keys("enter")
        again.wait_for(at(10))
        answer(again, quick, said, len(quick.questions))
        again.wait_for("必答题均已作答")
        assert "得分" not in again.screen()
        again.keys("2")
        again.wait_for("客户本人作答并确认无误")
        again.keys("2")
        screen = again.wait_for("有效期至 2027-11-24（含当日）")
        assert re.search(r"C[1-5] \S+型   得分 \d+", screen)
        again.keys("enter")
        again.wait_for("Esc 关闭")
        again.keys("escape")
        again.keys("ctrl+q")
        assert again.wait_exit() == 0


def test_a_full_interview_is_led_line_by_line_and_adds_up(running: Terminal, home: Path) -> None:
    """Consent forms, identity, members and figures, killed among the figures; every line typed by keys alone."""
    full = load_reference(data_root()).questionnaires.latest("full-2026", TODAY)
    said: dict[str, Answer] = {}
    begin(running, "1")
    while (question := visible(full, said)[len(said)]).kind != "figures":
        answer(running, full, said, len(said) + 1)
    place = len(said) + 1
    running.wait_for(at(place))
    running.keys("３０万", "enter", "1.2万")
    running.wait_for("312,000")
    running.keys("ctrl+l")
    running.wait_for("口令")
    running.kill()

    with start(home) as again:
        again.keys("f3")
        again.wait_for("完整访谈 2026 版")
        again.keys("enter")
        again.wait_for("312,000")
        screen = again.wait_for(at(place))
        assert question.text["zh"][:12] in screen
        again.wait_for("尚未提交")
        again.keys("up")
        answer(again, full, said, len(full.questions))
        again.wait_for("必答题均已作答")
        again.keys("2")
        again.wait_for("客户本人作答并确认无误")
        again.keys("2")
        again.wait_for("有效期至 2027-11-24（含当日）")
        again.keys("escape", "ctrl+q")
        assert again.wait_exit() == 0


def test_a_pasted_amount_and_hostile_notes_reach_no_terminal(running: Terminal, quick: Questionnaire) -> None:
    said: dict[str, Answer] = {}
    begin(running)
    amount = next(q for q in quick.questions if q.kind == "amount")
    while (asked := visible(quick, said))[len(said)] != amount:
        answer(running, quick, said, len(said) + 1)
    running.wait_for(at(len(said) + 1))
    running.paste("１.８万\n")
    running.wait_for("= 18,000 元")
    running.keys("down", "right", "right", "enter")
    running.wait_for("本题备注")
    before = len(running.raw)
    running.paste("[/][@click=app.quit]\u202e坏")
    running.keys("enter")
    running.wait_for("备注：[/][@click=app.quit]")
    assert "\u202e".encode() not in running.raw[before:]
    running.wait_for("= 18,000 元")  # the amount is still in its field
    assert asked[len(said)] == amount


def test_the_real_cursor_stands_in_the_field_at_first_focus(home: Path) -> None:
    desk = make_desk_at_amount(home)
    with start(home) as terminal:
        terminal.keys("f3")
        terminal.wait_for("快速访谈 2026 版")
        terminal.keys("enter")
        terminal.wait_for(at(desk))
        terminal.settle()
        column, row = terminal.cursor
        line = terminal.screen().splitlines()[row]
        before, shape, _ = line.partition("500000、50万、1.2亿")
        assert shape, "an empty field shows how an amount may be written"
        assert cell_len(before) == column


def make_desk_at_amount(home: Path) -> int:
    """Lead an interview to its first amount; the number of that question."""
    from advisor_tui.base.clock import FixedClock
    from advisor_tui.base.home import Home
    from advisor_tui.base.ids import Uuid7Source
    from advisor_tui.desk.opening import open_home
    from tests.support import NOW

    desk = open_home(Home(home), PASSPHRASE, FixedClock(NOW), Uuid7Source())
    step = desk.interviews.start(client_id(desk, "C0001"), "quick-2026")
    while step.question is not None and step.question.kind != "amount":
        step = desk.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
    desk.close()
    return step.place
