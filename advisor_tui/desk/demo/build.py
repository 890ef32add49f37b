"""Building the demo: a home, its branch and its people, the same for the same seed, date and language."""

from collections.abc import Callable
from random import Random

from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import Lang
from advisor_tui.desk.demo.branch import add_branch
from advisor_tui.desk.demo.clients import ClientMaker
from advisor_tui.desk.demo.interviews import hold_interviews
from advisor_tui.desk.demo.past import Told
from advisor_tui.desk.demo.people import SHOWN, People
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.demo.settled import settle
from advisor_tui.desk.demo.shown import add_shown
from advisor_tui.desk.office import Office

CLIENTS = 200
WHOLE = 2_000
"""So many clients have a whole past. Those after them have papers, a risk level, holdings and a last contact: a book of
a hundred thousand is there to be searched and sorted, and its advisor plans contacts with a few of them only."""
_STEP = 1_000
"""Clients of one transaction: what it changes is held in memory until it is committed."""
_MOST_INTERVIEWED = 1_000
"""Among so many clients interviews are held."""


def fill_demo(
    office: Office,
    ids: IdSource,
    count: int,
    seed: int,
    lang: Lang,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> None:
    """Fill an empty home with so many synthetic clients and their past.

    Args:
        office: Of the new home; its clock must stand still, so that the same seed, date and
            language make the same rows.
        ids: A seeded source.
        count: How many clients.
        seed: Of the random numbers.
        lang: What its people write in; the people themselves are the same in every language.
        progress: Called before each transaction and after the last with how many clients are done, and how many there
            will be; what it raises ends the filling.
    """
    random = Random(seed)  # noqa: S311  (synthetic people, repeatable on purpose)
    rows, branch = Rows(ids), office.reference.demo
    words = branch.words(lang)
    people = People(branch, random, office.today, lang)
    maker = ClientMaker(rows, random, office, lang)
    known: list[Told] = []
    progress(0, count)
    for start in range(0, count, _STEP):
        with office.write("demo.fill", bulk=True) as session:
            if start == 0:
                add_branch(rows, office, office.today)
            for place, person in enumerate(people.more(min(_STEP, count - start)), start):
                told = maker.whole(person) if place < WHOLE else maker.thin(person)
                if place < _MOST_INTERVIEWED:
                    known.append(told)
            rows.write(session.connection())
            session.commit()
        progress(min(start + _STEP, count), count)
    hold_interviews(office, random, known)
    progress(count, count)
    with office.write("demo.fill", bulk=True) as session:
        settle(rows, random, office, lang)
        if count > SHOWN:
            add_shown(rows, known[SHOWN], office, words)
        rows.write(session.connection())
        session.commit()
    progress(count, count)
