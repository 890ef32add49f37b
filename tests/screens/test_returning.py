"""Esc leads back to where the advisor came from, whatever area he was sent into."""

from datetime import date
from pathlib import Path

import pytest

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import Place, WorkItem
from advisor_tui.screens.areas import AREAS
from advisor_tui.screens.returning import WayBack
from advisor_tui.screens.work.queue_screen import QueueScreen
from advisor_tui.store.tables import Complaint, LoanCase, Proposal
from advisor_tui.widgets.dialog import Dialog
from tests.screens.work_stage import WorkStage, day, press, settle
from tests.support import NOW, TODAY


def test_one_asks_once_and_own_doing_ends_the_leading_back() -> None:
    way = WayBack()
    way.led("tasks", "proposals")
    assert (way.after_closing("proposals"), way.after_closing("proposals")) == ("tasks", "")
    way.led("tasks", "proposals")
    way.settle("proposals")
    assert (way.after_closing("proposals"), way.take("proposals"), way.take("proposals")) == ("", "tasks", "")
    way.led("tasks", "proposals")
    way.forget("proposals")
    assert way.take("proposals") == ""


class Walk(WorkStage):
    """The areas as they are, and a client with something of every kind."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "en", AREAS)
        self.follow = self.follow_up()
        self.proposal, self.loan, self.complaint = self.id(), self.id(), self.id()
        client = self.clients[0]
        self.put(
            Proposal(id=self.proposal, number=1, created_at=NOW, client_id=client, advisor_id=self.me),
            LoanCase(
                id=self.loan,
                number=1,
                kind="consumer",
                amount=10_000_000,
                applied_on=TODAY,
                client_id=client,
                advisor_id=self.me,
            ),
            Complaint(id=self.complaint, number=7, client_id=client, received_on=TODAY, due_on=day(9), subject="等候"),
        )

    def item(self, kind: str) -> WorkItem:
        ref = {
            "client": self.clients[0], "interview": self.clients[0], "proposal": self.proposal, "loan": self.loan,
            "complaint": self.complaint, "follow_up": self.follow,
        }[kind]  # fmt: skip
        client = ClientRef(self.clients[0], "张三丰", "C0001")
        on: date = TODAY
        return WorkItem(kind, "own", "today", on, on, "", client, {"zh": "x", "en": "x"}, {}, (), Place(kind, ref))


@pytest.mark.parametrize("start", ["tasks", "day"])
@pytest.mark.parametrize("kind", ["client", "interview", "proposal", "loan", "complaint", "follow_up"])
async def test_escape_leads_back_from_where_an_item_is_done(tmp_path: Path, kind: str, start: str) -> None:
    stage = Walk(tmp_path)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        if start == "tasks":
            await press(pilot, "f5")
        await settle(pilot, lambda: stage.app.current_mode == start and stage.app.desk is not None, start)
        first = stage.app.screen
        assert isinstance(first, QueueScreen)
        first.go(stage.item(kind))
        await settle(pilot, lambda: stage.app.screen is not first, kind)
        await settle(pilot)
        for _ in range(3):  # a question what to begin, the page itself, and a list that was led to
            if stage.app.screen is first:
                break
            closing = stage.app.screen
            await press(pilot, "escape")
            assert not isinstance(closing, Dialog) or stage.app.screen is not closing
        assert stage.app.screen is first


async def test_what_the_advisor_opens_himself_leads_back_to_its_own_list(tmp_path: Path) -> None:
    stage = Walk(tmp_path)
    app = stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f5")
        tasks = app.screen
        assert isinstance(tasks, QueueScreen)
        tasks.go(stage.item("client"))
        await settle(pilot, lambda: app.current_mode == "clients" and len(app.screen_stack) == 2, "the client")
        await press(pilot, "f2")
        await settle(pilot, lambda: len(app.screen_stack) == 1, "the list by its key")
        await press(pilot, "enter")
        await settle(pilot, lambda: len(app.screen_stack) == 2, "the client from the list")
        await press(pilot, "escape")
        assert (app.current_mode, len(app.screen_stack)) == ("clients", 1)
        await press(pilot, "escape")
        assert app.current_mode == "day"
