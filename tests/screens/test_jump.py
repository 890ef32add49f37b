"""Ctrl+P: whatever the screens' own bindings offer is found by its name in both languages and by pinyin, and done."""

import threading
from importlib import import_module
from pkgutil import walk_packages
from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType

from advisor_tui import screens
from advisor_tui.base.languages import use_language
from advisor_tui.desk.spelling import spellings
from advisor_tui.screens.action_search import ActionIndex
from advisor_tui.screens.actions import Action, all_actions, both
from advisor_tui.screens.areas import AREAS, Area, load_screen
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.help import HelpScreen
from advisor_tui.screens.jump import JumpScreen
from advisor_tui.screens.more.about import AboutScreen
from advisor_tui.screens.more.settings import SettingsScreen
from advisor_tui.widgets.form import Form
from tests.screens.fakes import AREAS as FAKE_AREAS
from tests.screens.fakes import NewClient, Stage, Today, text_of
from tests.waiting import press, settled


@pytest.fixture(scope="module")
def index() -> ActionIndex:
    use_language("en")
    return ActionIndex(all_actions(AREAS))


def test_an_action_is_named_in_each_language_without_changing_the_one_on_screen() -> None:
    use_language("en")
    assert both("Lock") == {"zh": "锁屏", "en": "Lock"}


def test_a_text_is_typed_as_it_is_as_pinyin_or_as_initials() -> None:
    assert spellings("数据交换") == ("数据交换", "shujujiaohuan", "sjjh")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("锁屏", ("lock",)),
        ("suoping", ("lock",)),
        ("sp", ("lock",)),
        ("lock", ("lock",)),
        ("退出", ("leave",)),
        ("leave", ("leave",)),
        ("帮助", ("help",)),
        ("bangzhu", ("help",)),
        ("设置", ("open('settings')",)),
        ("shezhi", ("open('settings')",)),
        ("settings", ("open('settings')",)),
        ("立即封存", ("open('exchange')", "seal")),
        ("ljfc", ("open('exchange')", "seal")),
        ("Seal now", ("open('exchange')", "seal")),
        ("导出到目录", ("open('exchange')", "export")),
        ("export to", ("open('exchange')", "export")),
        ("接收", ("open('exchange')", "receive")),
        ("jieshou", ("open('exchange')", "receive")),
        ("新建客户", ("new",)),
        ("xjkh", ("new",)),
        ("new client", ("new",)),
        ("登记投诉", ("open('complaints')", "new")),
        ("投诉登记", ("open('complaints')", "new")),
        ("djts", ("open('complaints')", "new")),
        ("访问记录", ("open('journal')", "access")),
        ("agreements", ("open('training')", "agreements")),
    ],
)
def test_what_is_done_is_found_first_by_chinese_pinyin_initials_and_english(
    index: ActionIndex, typed: str, path: tuple[str, ...]
) -> None:
    assert index.find(typed, 5)[0].path == path


@pytest.mark.parametrize("typed", ["setings", "Compliants"])
def test_a_misspelt_name_is_found_all_the_same(index: ActionIndex, typed: str) -> None:
    assert index.find(typed, 5)


def test_what_nothing_is_called_finds_nothing(index: ActionIndex) -> None:
    assert index.find("zzqqxxkk", 5) == []
    assert index.find("", 1000) == list(index.actions)


def test_every_described_binding_of_a_first_screen_and_below_is_offered_with_the_keys_that_lead_there(
    index: ActionIndex,
) -> None:
    keys = {action.path: action.key for action in index.actions if action.area in ("more", "")}
    assert keys["open('exchange')", "seal"] == "F9 1 1"
    assert keys["open('journal')", "access"] == "F9 4 2"
    assert keys["lock",] == "F10"


def ways() -> list[tuple[type[DeskScreen], str, str]]:
    """Every screen that leads to another one."""
    for module in walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(module.name)
    found, kinds = [], [DeskScreen]
    while kinds:
        kind = kinds.pop()
        kinds += [child for child in kind.__subclasses__() if child.__module__.startswith("advisor_tui.")]
        found += [(kind, action, path) for action, path in kind.LEADS.items()]
    return found


@pytest.mark.parametrize(("kind", "action", "path"), ways())
def test_what_leads_on_is_a_binding_of_the_screen(kind: type[DeskScreen], action: str, path: str) -> None:
    assert action in {binding.action for binding in kind.BINDINGS if isinstance(binding, Binding)}
    assert issubclass(load_screen(path), DeskScreen)


async def type_and_go(stage: Stage, typed: str) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *typed, "enter")


@pytest.mark.parametrize("typed", ["settings", "shezhi", "设置"])
async def test_a_deeper_screen_is_opened_from_anywhere(stage: Stage, typed: str) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *typed, "enter")
        assert isinstance(stage.app.screen, SettingsScreen)


async def test_the_app_is_locked_left_and_explained_by_name(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"help", "enter")
        assert isinstance(stage.app.screen, HelpScreen)
        await press(pilot, "escape", "ctrl+p", *"lock", "enter")
        assert stage.app.current_mode == "lock"
    assert stage.desk.locked == 1


async def test_leaving_by_name_leaves(stage: Stage) -> None:
    await type_and_go(stage, "leave")
    assert (stage.desk.locked, stage.app.return_code) == (1, 0)


async def test_an_action_of_the_screen_on_top_is_done_there(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f2", "ctrl+n", "x")
        await press(pilot, "ctrl+p", *"save")
        assert "Ctrl+S" in text_of(stage.app)
        await press(pilot, "enter")
        assert stage.desk.written == ["x"]


async def test_an_action_of_a_screen_below_closes_what_stands_over_it_but_loses_nothing(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f9", "6")
        assert isinstance(stage.app.screen, AboutScreen)
        await press(pilot, "ctrl+p", *"settings", "enter")
        assert [type(screen) for screen in stage.app.screen_stack[1:]] == [SettingsScreen]
        await press(pilot, "f2", "ctrl+n", "x", "ctrl+p", *"new", "enter")
        top = stage.app.screen
        assert isinstance(top, NewClient)
        assert top.query_one(Form).values()["name"] == "x"
        assert len(stage.app.screen_stack) == 2


class Waiting(Today):
    """Offers its action only once something was read."""

    AREA = "wait"
    HEADING = "Tasks"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("1", "seal", "Undo", id="wait.seal")]
    done = 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.asked > 0 if action == "seal" else super().check_action(action, parameters)

    def action_seal(self) -> None:
        self.done += 1


async def test_an_action_that_waits_for_what_is_read_first_is_done_once_after_it(stage: Stage) -> None:
    areas = (*FAKE_AREAS, Area("wait", "f5", "Tasks", "tests.screens.test_jump:Waiting"))
    waiting = Stage(stage.app.launch.home.root, areas=areas)
    async with waiting.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"tasks undo", "enter")
        screen = waiting.app.screen
        assert type(screen).__name__ == "Waiting"
        assert getattr(screen, "done", 0) == 1
        getattr(screen, "refresh_data", lambda: None)()
        await settled(pilot)
        assert getattr(screen, "done", 0) == 1


class Late(Waiting):
    """Offers its action only once `offered` is set; `hold` keeps its reading open."""

    offered = False

    def __init__(self) -> None:
        super().__init__()
        self.hold = threading.Event()
        self.hold.set()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.offered if action == "seal" else super().check_action(action, parameters)

    def refresh_data(self) -> None:
        self.ask(self.read, self.shown)

    def read(self, _desk: object) -> list[str]:
        self.hold.wait(30)
        return []


def late_stage(stage: Stage) -> Stage:
    return Stage(
        stage.app.launch.home.root, areas=(*FAKE_AREAS, Area("late", "f5", "Tasks", "tests.screens.test_jump:Late"))
    )


def notices(stage: Stage) -> list[str]:
    return [notice.message for notice in stage.app._notifications]


async def test_an_action_still_not_offered_after_the_reading_is_given_up_and_that_is_said(stage: Stage) -> None:
    late = late_stage(stage)
    async with late.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"tasks undo", "enter")
        screen = late.app.screen
        assert isinstance(screen, Late)
        assert notices(late) == ["Not possible now"]
        screen.offered = True
        screen.refresh_data()
        await settled(pilot)
        assert screen.done == 0


async def test_the_next_key_gives_up_an_action_that_is_still_waiting(stage: Stage) -> None:
    late = late_stage(stage)
    async with late.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        late.app.open_area("late")
        await settled(pilot)
        screen = late.app.screen
        assert isinstance(screen, Late)
        screen.hold.clear()
        screen.refresh_data()
        screen.do_when_offered("seal")
        await pilot.pause()
        assert notices(late) == []
        await pilot.press("down")
        assert notices(late) == ["Not possible now"]
        screen.offered = True
        screen.hold.set()
        await settled(pilot)
        assert screen.done == 0


async def test_the_keys_stand_beside_the_names(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+p", *"verify")
        assert isinstance(stage.app.screen, JumpScreen)
        assert "F9 4 1" in text_of(stage.app)


def test_ids_of_actions_differ(index: ActionIndex) -> None:
    ids = [action.id for action in index.actions]
    assert len(ids) == len(set(ids))
    assert all(isinstance(action, Action) for action in index.actions)


@pytest.mark.parametrize(
    ("clients_only", "invites", "refuses"),
    [
        (True, "Type a name, its pinyin (zs) or a client number", "No client is called that"),
        (False, "Type a name, its pinyin (zs), a client number or what to do", "Nothing is called that"),
    ],
)
async def test_the_empty_list_says_what_to_type_before_it_says_that_nothing_was_found(
    stage: Stage, clients_only: bool, invites: str, refuses: str
) -> None:
    app = stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await app.push_screen(JumpScreen(clients_only=clients_only))
        if clients_only:  # else what can be done is offered at once
            await settled(pilot)
        assert invites in text_of(app)
        assert refuses not in text_of(app)
        await press(pilot, *"qqqqxx")
        assert refuses in text_of(app)
