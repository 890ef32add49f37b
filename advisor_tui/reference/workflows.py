"""Reads data/workflows/: which tasks a confirmed proposal creates, by type of product."""

from advisor_tui.base.languages import mark
from advisor_tui.reference.products import PRODUCT_TYPES
from advisor_tui.reference.toml import Document, Table
from advisor_tui.rules.findings import MUST_DO
from advisor_tui.rules.workflow import STARTS, TASK_KINDS, TaskTemplate, Workflow


def read_workflow(document: Document) -> Workflow:
    """Read and check one workflow."""
    root = document.root
    root.only("id", "products", "source", "confirmed", "task")
    if not root.words("products", PRODUCT_TYPES):
        root.wrong("products", mark("A list with at least one value is needed"))
    tasks: list[TaskTemplate] = []
    for table in root.tables("task", least=1):
        task = _task(table)
        if any(other.id == task.id for other in tasks):
            table.wrong("id", mark("{id} stands here a second time"), id=task.id)
        tasks.append(task)
    return Workflow(
        root.text("id"),
        root.words("products", None),
        tuple(tasks),
        root.text("source"),
        root.flag("confirmed"),
    )


def _task(table: Table) -> TaskTemplate:
    table.only("id", "kind", "title", "start", "workdays", "only_if", "wait")
    return TaskTemplate(
        id=table.text("id"),
        kind=next(word for word in TASK_KINDS if word == table.word("kind", TASK_KINDS)),
        title=table.both("title"),
        start=next(word for word in STARTS if word == table.word("start", STARTS, "confirmation")),
        workdays=table.integer("workdays", low=-30, high=250),
        only_if=table.words("only_if", MUST_DO),
        wait=table.flag("wait", False),
    )
