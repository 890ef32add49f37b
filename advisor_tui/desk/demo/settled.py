"""What the demo's advisor has already seen to: most contacts around an event that began before today."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from random import Random

from advisor_tui.base.languages import Lang
from advisor_tui.desk.demo.past import at
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.office import Office
from advisor_tui.desk.work.queue import WorkQueue
from advisor_tui.rules.ranking import Kind
from advisor_tui.store.tables import Task

_LEFT: Mapping[Kind, int] = {Kind.MATURITY: 3, Kind.ASSESSMENT: 2, Kind.ID_DOCUMENT: 1, Kind.BIRTHDAY: 1}
"""Of each kind of event, so many contacts that have begun are still to be made; the others were made."""


def settle(rows: Rows, random: Random, office: Office, lang: Lang) -> None:
    """Write down as done what a diligent advisor would not have left for today.

    A contact that was made is a task that carries its subject, as the queue itself writes it down.
    """
    today, words = office.today, office.reference.demo.words(lang)
    entries = [entry for entry in WorkQueue(office).read().entries if entry.due.kind in _LEFT]
    begun = [entry for entry in entries if entry.state != "later"]
    random.shuffle(begun)
    # What is late or new today is seen first: it is the rest that was made on its day.
    begun.sort(key=lambda entry: (entry.state == "overdue", entry.due.from_on < today))
    left: Counter[Kind] = Counter()
    for entry in begun:
        kind, item = entry.due.kind, entry.build()
        if item.client is None:
            continue
        left[kind] += 1
        if left[kind] <= _LEFT[kind]:
            continue
        day = min(item.from_on, today - timedelta(days=1))
        rows.add(
            Task, client_id=item.client.id, advisor_id=office.me.id, kind=item.kind, subject=item.key, due_on=day,
            params=json.dumps(dict(item.facts), ensure_ascii=False), priority=4, status="done", created_at=at(day, 9),
            done_at=at(day, 16), note=words.settled,
        )  # fmt: skip
