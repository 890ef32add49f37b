"""Every kind of search against one in-memory scan of the same book, measured in the same run."""

import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.clients import ClientQuery
from advisor_tui.desk.views.common import Anchor
from advisor_tui.store.pinyin import folded
from advisor_tui.store.search.terms import FORWARD, INITIALS, TAIL, WHOLE, has_digit
from tests.benchmarks.client_book import make_book

pytestmark = pytest.mark.benchmark
SIZE = 100_000
LIMIT = 2.0
ROUNDS = 15
PAGE = 80
"""Rows of a first page: four screens of twenty lines."""
QUERIES = {
    "one letter": "z l w x",
    "one character": "张 伟 乐",
    "two characters": "张伟 国强 静敏",
    "initials": "zs zwq lj wxh",
    "pinyin": "zhang zhangw guoqiang lv shan zeng",
    "one digit": "1 8",
    "phone front": "13 138 1380",
    "tail": "88 880 8000 12345",
    "client number": "1000 1000123",
    "nothing": "qqqq 9999999999",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_book(tmp_path_factory.mktemp("search") / "home", SIZE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def book(desk: Desk) -> list[str]:
    """What a scan looks through: every client's terms, the richest first."""
    with desk.office.rows() as connection:
        rows = connection.exec_driver_sql(
            "SELECT terms || paper_terms FROM client_card ORDER BY assets DESC, docid DESC"
        )
        return list(rows.scalars())


def wanted(query: str) -> list[str]:
    """What a matching client's terms contain, one of these."""
    key = folded(query)
    names = [f" {key}", f" {WHOLE}{key}", f" {INITIALS}{key}"]
    return [*names, f" {FORWARD}{key}", f" {TAIL}{key[::-1]}"] if has_digit(key) else names


def look_at_each(book: list[str], query: str) -> list[int]:
    """The places of the matches: one look at each client."""
    first, second, third, *rest = wanted(query)
    if rest:
        fourth, fifth = rest
        return [
            place
            for place, terms in enumerate(book)
            if first in terms or fourth in terms or fifth in terms or second in terms or third in terms
        ]
    return [place for place, terms in enumerate(book) if first in terms or second in terms or third in terms]


def look_through(text: str, ends: list[int], query: str) -> list[int]:
    """The places of the matches: the whole book as one string, the fastest where few match."""
    found: set[int] = set()
    for part in wanted(query):
        at = text.find(part)
        while at >= 0:
            place = bisect_right(ends, at)
            found.add(place)
            at = text.find(part, ends[place])
    return sorted(found)


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("kind", list(QUERIES))
def test_each_kind_of_search_costs_no_more_than_two_scans(desk: Desk, book: list[str], kind: str) -> None:
    text = "".join(book)
    ends = list(accumulate(map(len, book)))
    worst = 0.0
    for query in QUERIES[kind].split():
        asked = ClientQuery(query)
        places = look_at_each(book, query)
        assert look_through(text, ends, query) == places
        assert desk.clients.count(asked) == len(places)
        ours = statistics.median(cpu(partial(desk.clients.page, asked, Anchor(), PAGE)) for _ in range(ROUNDS))
        each = statistics.median(cpu(partial(look_at_each, book, query)) for _ in range(3))
        through = statistics.median(cpu(partial(look_through, text, ends, query)) for _ in range(3))
        scan = min(each, through)
        worst = max(worst, ours / scan)
        print(f"{kind:15} {query:12} {ours * 1000:7.2f} ms   scan {scan * 1000:7.2f} ms   {ours / scan:.2f}")
    assert worst <= LIMIT
