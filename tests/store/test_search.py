"""Search against brute force: nothing missed, nothing extra, the order as promised."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from advisor_tui.store.pinyin import folded, readings, segments
from advisor_tui.store.search import lookup
from advisor_tui.store.search.spans import name_spans, number_span
from advisor_tui.store.surnames import ALSO, DOUBLE, SINGLE
from tests.searching import examples
from tests.store.plain import add_client, add_holding, add_paper, plain_engine

SIZE = 2000


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    number: str
    phone: str
    paper: str
    assets: int

    @cache  # noqa: B019  (the people live as long as the tests)
    def starts(self) -> list[tuple[str, bool]]:
        """Every text that a query may begin, and whether it is from the name's start; the slow, obvious way."""
        parts = [folded(self.name[start:end]) for start, end in segments(self.name)]
        found: list[tuple[str, bool]] = []
        for syllables in (parts, *map(list, readings(self.name))):
            found += [("".join(syllables[place:]), place == 0) for place in range(len(syllables))]
        for reading in readings(self.name):
            letters = "".join(syllable[0] for syllable in reading)
            found += [(letters[place:], place == 0) for place in range(len(letters))]
        return found

    def numbers(self) -> list[str]:
        return [folded(number) for number in (self.number, self.phone) if number]

    def matches(self, key: str) -> bool:
        if any(text.startswith(key) for text, _ in self.starts()):
            return True
        if not any(sign.isdigit() for sign in key):
            return False
        return any(number.startswith(key) or number.endswith(key) for number in self.numbers()) or bool(
            self.paper and folded(self.paper).endswith(key)
        )

    def band(self, key: str) -> int:
        """0 whole, 1 from the start, 2 somewhere."""
        parts = [folded(self.name[start:end]) for start, end in segments(self.name)]
        digit = any(sign.isdigit() for sign in key)
        wholes = {"".join(parts), *("".join(reading) for reading in readings(self.name))}
        if key in wholes or (digit and key in (*self.numbers(), folded(self.paper))):
            return 0
        front = any(first and text.startswith(key) for text, first in self.starts())
        return 1 if front or (digit and any(number.startswith(key) for number in self.numbers())) else 2


def people(count: int) -> list[Person]:
    chance = random.Random(20261124)
    surnames = [*"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", *SINGLE, *DOUBLE, "欧阳", "诸葛"]
    given_names = [*"伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰三丰国", *ALSO]
    odd = [
        "John Smith",
        "李 Anna",
        "阿不都·热合曼",
        "[/]",
        "A股公司88",
        "Ｚhang三",
        "Müller",
        "单于单",
        "\U0002cc56三",
        "㐂㐂",
    ]
    found = []
    for place in range(count):
        name = chance.choice(surnames) + "".join(chance.choice(given_names) for _ in range(chance.choice((1, 2, 2))))
        if place < len(odd):
            name = odd[place]
        found.append(
            Person(
                f"c{place}", name, f"{chance.choice(('C', ''))}{place + 1000:06d}",
                chance.choice(("", f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09d}")),
                chance.choice(("", f"{chance.randrange(10**17):017d}{chance.choice('0123456789X')}")),
                chance.choice((0, 0, chance.randrange(10**9))),
            )
        )  # fmt: skip
    return found


BOOK = people(SIZE)
BY_ID = {person.id: person for person in BOOK}


@pytest.fixture(scope="module")
def book() -> Iterator[Connection]:
    engine = plain_engine()
    with engine.begin() as connection:
        for person in BOOK:
            add_client(connection, person.id, person.name, person.number, person.phone)
            if person.paper:
                add_paper(connection, f"p-{person.id}", person.id, person.paper)
            if person.assets:
                add_holding(connection, f"h-{person.id}", person.id, person.assets)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def names(connection: Connection, docids: list[int]) -> list[str]:
    rows = connection.exec_driver_sql("SELECT docid, client_id FROM client_card")
    ids = {int(docid): str(id) for docid, id in rows}
    return [ids[docid] for docid in docids]


def check(connection: Connection, query: str) -> None:
    key = folded(query)
    wanted = {person.id for person in BOOK if person.matches(key)}
    ranked = lookup.ranked(connection, key)
    found = names(connection, ranked)
    assert sorted(found) == sorted(wanted)
    assert lookup.count(connection, key, SIZE) == len(wanted)
    places = [(BY_ID[id].band(key), -BY_ID[id].assets) for id in found]
    assert places == sorted(places)
    # However many match: looked up and sorted, walked to, picked from the index of assets, or as it comes.
    for few, common in ((SIZE, 10), (0, SIZE), (0, 1), (40, 10)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(lookup, "_FEW", few)
            patch.setattr(lookup, "_COMMON", common)
            for limit in (1, 7, 50):
                assert lookup.best(connection, key, limit, found=len(ranked), book=SIZE) == ranked[:limit]


@pytest.mark.parametrize(
    "query",
    [
        "z",
        "s",
        "l",
        "w",
        "zs",
        "zsf",
        "1",
        "13",
        "8",
        "88",
        "c",
        "c00",
        "0010",
        "张",
        "国",
        "单",
        "zhang",
        "zhangs",
        "feng",
        "x",
        "shan",
        "dan",
        "zeng",
        "ceng",
        "qiu",
        "mo",
        "moqi",
        "lv",
        "yue",
        "le",
        "欧阳",
        "三丰",
        "smith",
        "john",
        "js",
        "anna",
        "ＺＳ",
        "ｌｉ",
        "乐",
        "88公司",
        "公司88",
        "𬱖",
        "㐂",
        "热合曼",
        "mvller",
        "müller",
        "zhang三",
        "002x",
    ],
)
def test_each_kind_of_query_finds_what_brute_force_finds(book: Connection, query: str) -> None:
    check(book, query)


@examples(60)
@given(st.data())
def test_any_part_of_a_client_finds_what_brute_force_finds(data: st.DataObject) -> None:
    engine_book = _shared()
    person = data.draw(st.sampled_from(BOOK))
    texts = [text for text, _ in person.starts()] + person.numbers() + [number[-6:] for number in person.numbers()]
    if person.paper:
        texts.append(folded(person.paper)[-4:])
    text = data.draw(st.sampled_from([text for text in texts if text] or ["a"]))
    check(engine_book, text[: data.draw(st.integers(1, len(text)))])


@examples(50)
@given(st.text(min_size=1, max_size=6))
def test_whatever_is_typed_is_never_read_as_query_syntax(text: str) -> None:
    key = folded(text)
    if key:
        check(_shared(), key)


_KEPT: list[Connection] = []


@pytest.fixture(autouse=True)
def _keep(book: Connection) -> None:
    if not _KEPT:
        _KEPT.append(book)


def _shared() -> Connection:
    return _KEPT[0]


@pytest.mark.parametrize("query", ["张", "zs", "zhangsan", "8000", "13800138000", "三丰"])
def test_no_statement_scans_the_client_table(book: Connection, query: str) -> None:
    key = folded(query)
    seen: list[str] = []
    given = lookup.parameters(key)
    for sql in (
        f"SELECT count(*) FROM ({lookup.hits_sql(key)})",
        f"SELECT docid FROM client_card WHERE docid IN ({lookup.hits_sql(key)}) ORDER BY {lookup.BAND}, assets DESC",
    ):
        seen += [row[3] for row in book.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    assert seen
    assert not [step for step in seen if step.startswith("SCAN client") and "VIRTUAL" not in step]


def test_a_match_is_marked_where_it_stands() -> None:
    spelled = ["zhang san feng"]
    assert name_spans("张三丰", spelled, "三") == ((1, 2),)
    assert name_spans("张三丰", spelled, "三丰") == ((1, 3),)
    assert name_spans("张三丰", spelled, "sanf") == ((1, 3),)
    assert name_spans("张三丰", spelled, "zhan") == ((0, 1),)
    assert name_spans("张三丰", spelled, "zs") == ((0, 2),)
    assert name_spans("张三丰", spelled, "sf") == ((1, 3),)
    assert name_spans("张三丰", spelled, "q") == ()
    assert name_spans("单雄信", ["shan xiong xin", "dan xiong xin"], "dan") == ((0, 1),)
    assert name_spans("John Smith", ["john smith"], "smi") == ((5, 8),)
    assert name_spans("阿不都·热合曼", ["a bu dou re he man"], "doure") == ((2, 5),)


@given(st.sampled_from(BOOK), st.data())
def test_every_name_match_is_marked(person: Person, data: st.DataObject) -> None:
    text, _ = data.draw(st.sampled_from(person.starts() or [("", True)]))
    if text:
        key = text[: data.draw(st.integers(1, len(text)))]
        spans = name_spans(person.name, [" ".join(reading) for reading in readings(person.name)], key)
        assert spans
        assert all(0 <= start < end <= len(person.name) for start, end in spans)


def test_a_number_is_marked_at_its_front_or_end() -> None:
    assert number_span("13800138000", "138") == ((0, 3),)
    assert number_span("13800138000", "8000") == ((7, 11),)
    assert number_span("13800138000", "0013") == ()
