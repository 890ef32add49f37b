"""Targets, incentive formulas and required trainings of the branch's staff."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.differences import Change
from advisor_tui.sync.orders.contents import Incentive, TargetGoal, TrainingRequirement
from advisor_tui.sync.orders.order import Order

_ADVISORS = text(
    "SELECT id, staff_no, name FROM advisor WHERE (:staff = '' AND active = 1) OR staff_no = :staff ORDER BY id"
)
_TARGET = text(
    "SELECT id, goal FROM target WHERE advisor_id = :advisor AND metric = :metric AND starts_on = :starts_on "
    "AND ends_on = :ends_on"
)
_SET_TARGET = text("UPDATE target SET goal = :goal, formula = :formula WHERE id = :id")
_NEW_TARGET = text(
    "INSERT INTO target (id, advisor_id, metric, starts_on, ends_on, goal, formula) "
    "VALUES (:id, :advisor, :metric, :starts_on, :ends_on, :goal, :formula)"
)
_FORMULA = text(
    "UPDATE target SET formula = :formula WHERE advisor_id = :advisor AND metric = :metric "
    "AND starts_on >= :starts_on AND ends_on <= :ends_on RETURNING id"
)
_REQUIRED = text(
    "SELECT count(*) FROM training WHERE advisor_id = :advisor AND topic = :topic AND completed_on IS NULL"
)
_TRAINING = text("INSERT INTO training (id, advisor_id, topic, required) VALUES (:id, :advisor, :topic, 1)")
_TASK = text(
    "INSERT INTO task (id, advisor_id, kind, title, params, due_on, due_time, priority, status, note, subject, "
    "created_at) VALUES (:id, :advisor, 'training', :topic, '{}', :due_on, '', 5, 'open', '', '', :now)"
)
_HUNDREDTHS = ("new_loans", "product_sales", "satisfaction")
NO_STAFF = mark("This staff number is not known to this desk")
NO_TARGET = mark("No target of that period is paid by this formula")


def carry_target(ground: Ground, order: Order, content: TargetGoal) -> Carried:
    """Set the target of one advisor's period, or replace it."""
    advisors = _advisors(ground, order.about)
    if not order.about or not advisors:
        return refused(NO_STAFF)
    values: dict[str, Any] = {
        **content.__dict__, "formula": one_line(content.formula), "advisor": advisors[0].id
    }  # fmt: skip
    known = ground.connection.execute(_TARGET, values).first()
    old = "" if known is None else _figure(content.metric, known.goal)
    target = order.id if known is None else str(known.id)
    ground.connection.execute(_NEW_TARGET if known is None else _SET_TARGET, {**values, "id": target})
    kind = "target_new" if known is None else "target_changed"
    return Carried(
        about=target, changes=(_told(kind, content, advisors[0].staff_no, old, _figure(content.metric, content.goal)),)
    )


def carry_incentive(ground: Ground, order: Order, content: Incentive) -> Carried:
    """Write the formula into every target of the metric that lies within the period; the receipt names them."""
    advisors = _advisors(ground, order.about)
    if not advisors:
        return refused(NO_STAFF)
    values = {**content.__dict__, "formula": one_line(content.formula)}
    changed: list[str] = []
    for one in advisors:
        changed += ground.connection.execute(_FORMULA, {**values, "advisor": one.id}).scalars()
    if not changed:
        return refused(NO_TARGET)
    told = _told("incentive", content, order.about, "", values["formula"])
    return Carried(evidence={"targets": sorted(changed)}, changes=(told,))


def carry_training(ground: Ground, order: Order, content: TrainingRequirement) -> Carried:
    """Require a training that is not required already, and put it into the task queue.

    The receipt names the rows that it made, by training the advisor: head office keeps them from that alone.
    """
    advisors = _advisors(ground, order.about)
    if not advisors:
        return refused(NO_STAFF)
    topic = one_line(content.topic)
    made: dict[str, str] = {}
    for one in advisors:
        values = {"advisor": one.id, "topic": topic, "due_on": content.due_on, "now": ground.now}
        if ground.connection.execute(_REQUIRED, values).scalar():
            continue
        training = ground.ids.new()
        made[training] = one.id
        ground.connection.execute(_TRAINING, {**values, "id": training})
        with ground.own():
            ground.connection.execute(_TASK, {**values, "id": ground.ids.new()})
    return Carried(evidence={"trainings": made}, changes=(Change("training", topic, new=content.due_on),))


def _advisors(ground: Ground, staff: str) -> Sequence[Row[Any]]:
    return ground.connection.execute(_ADVISORS, {"staff": staff}).all()


def _figure(metric: str, goal: int) -> str:
    """A goal as people write it: amounts in yuan, satisfaction in points."""
    return f"{goal / 100:,.2f}" if metric in _HUNDREDTHS else f"{goal:,}"


def _told(kind: str, content: TargetGoal | Incentive, staff: str, old: str, new: str) -> Change:
    """The period stands in `name`, the same in both languages."""
    period = f"{staff} {content.starts_on} – {content.ends_on}".strip()
    return Change(kind, content.metric, {"zh": period, "en": period}, old, new)
