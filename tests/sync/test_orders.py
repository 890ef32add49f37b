"""Head office's orders, rows and keys: what is written is read back, anything else is refused by its field's name."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.store.tables.bank import METRICS as STORE_METRICS
from advisor_tui.store.tables.loan import CREDIT_DECISIONS as STORE_DECISIONS
from advisor_tui.sync import age
from advisor_tui.sync.identity import new_signing_key
from advisor_tui.sync.key_set import KeySet, read_key_set, write_key_set
from advisor_tui.sync.orders.contents import (
    CONTENTS,
    CREDIT_DECISIONS,
    METRICS,
    Content,
    CreditDecision,
    Erasure,
    Incentive,
    Reassignment,
    Settlement,
    TargetGoal,
    TrainingRequirement,
    Wipe,
)
from advisor_tui.sync.orders.order import Order, read_orders, write_orders
from advisor_tui.sync.package import KEYS, ORDERS, ROWS, write_package
from advisor_tui.sync.row_changes import RowChange, read_row_changes, write_row_changes
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line
from advisor_tui.sync.strict_json import dump

ID = "01936000-0000-7000-8000-0000000000{:02x}"
HLC = "2026-11-24T01:00:00.000000Z-000000-HQ"
SAMPLES: tuple[Content, ...] = (
    CreditDecision("approved", 50_000_000, 360, 31_500, "抵押登记后放款", "风险部", "2026-11-20"),
    TargetGoal("new_loans", "2026-10-01", "2026-12-31", 500_000_000, "按放款额"),
    Incentive("new_loans", "2026-10-01", "2026-12-31", "放款额 × 0.1%"),
    TrainingRequirement("反洗钱", "2026-12-15"),
    Reassignment("T0123", "T0124", "1002", "李雷", "岗位调整"),
    Erasure("总行合规部", "客户要求删除"),
    Settlement("client", "phone", None, "9001"),
    Wipe("报废", discard_unsent=False),
)


def order(content: Content, number: int = 1, about: str = "") -> Order:
    return Order(ID.format(number), about, "2026-11-24T01:00:00.000000Z", "2026-11-24", content)


def row(content: Content) -> dict[str, Any]:
    return dict(json.loads(write_orders([order(content)])))


def refused(values: dict[str, Any]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        list(read_orders(dump(values).encode() + b"\n", "B"))
    return caught.value


def test_every_kind_is_written_and_read_back() -> None:
    orders = [order(content, number) for number, content in enumerate(SAMPLES, start=1)]
    assert {one.kind for one in orders} == set(CONTENTS)
    assert list(read_orders(write_orders(orders), "B")) == orders


def test_the_words_are_those_of_the_tables() -> None:
    assert (CREDIT_DECISIONS, METRICS) == (STORE_DECISIONS, STORE_METRICS)


@pytest.mark.parametrize("content", SAMPLES, ids=lambda content: content.KIND)
def test_each_field_missing_unknown_or_of_another_type_is_named(content: Content) -> None:
    for field in dataclasses.fields(content):
        good = row(content)
        missing = {**good, "content": {k: v for k, v in good["content"].items() if k != field.name}}
        ill = {**good, "content": {**good["content"], field.name: [1]}}
        for wrong in (missing, ill):
            error = refused(wrong)
            assert (error.code, error.params["field"]) == ("order_invalid", f"content.{field.name}")
            assert error.where == "B:data/orders.jsonl:1"
    extra = {**row(content), "content": {**row(content)["content"], "more": 1}}
    assert refused(extra).params["field"] == "content.more"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("id", "1", "order_invalid"),
        ("kind", "promotion", "order_invalid"),
        ("about", "x" * 81, "order_invalid"),
        ("issued_at", "yesterday", "order_invalid"),
        ("effective_from", "2026-02-30", "order_invalid"),
        ("effective_from", 20261124, "row_invalid"),
        ("content", "{}", "row_invalid"),
        ("content", None, "row_invalid"),
    ],
)
def test_a_wrong_column_is_refused(field: str, value: object, code: str) -> None:
    error = refused({**row(SAMPLES[0]), field: value})
    assert (error.code, error.params["field"]) == (code, field)


@pytest.mark.parametrize(
    ("content", "field", "value"),
    [
        (SAMPLES[0], "decision", "perhaps"),
        (SAMPLES[0], "amount", -1),
        (SAMPLES[0], "amount", True),
        (SAMPLES[0], "rate", 1 << 53),
        (SAMPLES[0], "rate", 3.15),
        (SAMPLES[0], "decided_on", "2026-11-31"),
        (SAMPLES[1], "ends_on", "2026-09-30"),
        (SAMPLES[2], "formula", " "),
        (SAMPLES[4], "staff_no", ""),
        (SAMPLES[6], "value", 0.5),
        (SAMPLES[7], "discard_unsent", 0),
    ],
)
def test_a_value_out_of_its_range_is_refused(content: Content, field: str, value: object) -> None:
    values = row(content)
    assert refused({**values, "content": {**values["content"], field: value}}).params["field"] == f"content.{field}"


def test_an_order_stands_once_in_a_bundle() -> None:
    data = write_orders([order(SAMPLES[0])])
    with pytest.raises(DeskError) as caught:
        list(read_orders(data + data, "B"))
    assert caught.value.params["field"] == "id"


def test_the_writer_refuses_what_no_reader_accepts() -> None:
    with pytest.raises(DeskError, match="amount"):
        write_orders([order(CreditDecision("approved", 0, None, None, "", "", "2026-11-20"))])


def test_rows_are_written_and_read_back() -> None:
    changes = [
        RowChange("client", ID.format(1), HLC, "HQ", "9001", "edit", {"phone": ("1", "2"), "remark": (None, "x")}),
        RowChange("contact_log", ID.format(2), HLC, "T0124", "1002", "late", {"id": (ID.format(2), None)}),
    ]
    assert list(read_row_changes(write_row_changes(changes), "B")) == changes
    assert [change.deletes for change in changes] == [False, True]
    assert changes[0].values == {"phone": "2", "remark": "x"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 2), ("table_name", "client; --"), ("row_id", "../x"), ("hlc", "now"), ("mode", "force"),
        ("payload", {}),
        ("payload", {"phone": ["1"]}), ("payload", {"phone": [1, {}]}), ("payload", {'"; --': [1, 2]}),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused(field: str, value: object) -> None:
    values = json.loads(
        write_row_changes([RowChange("client", ID.format(1), HLC, "HQ", "9001", "edit", {"phone": ("1", "2")})])
    )
    with pytest.raises(DeskError) as caught:
        list(read_row_changes(dump({**values, field: value}).encode() + b"\n", "B"))
    assert (caught.value.code, caught.value.params["field"]) == ("change_invalid", field)


def keys() -> KeySet:
    def public() -> bytes:
        return parse_public_line(new_signing_key()[1], "")

    after, before = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 11, 1, tzinfo=UTC)
    recipients = {f"hq-2026-{month}": age.new_identity()[1] for month in (12, 11)}
    signers = tuple(Signer("head-office", public(), after, before) for _ in range(2))
    return KeySet(3, signers, recipients, age.new_identity()[1], frozenset({public()}))


def test_keys_are_written_and_read_back_in_their_order() -> None:
    made = keys()
    found = read_key_set(write_key_set(made), "B")
    assert found == made
    assert list(found.recipients) == ["hq-2026-12", "hq-2026-11"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seq": 9}, "keys_invalid"), ({"role": "friend"}, "keys_invalid"), ({"version": 4}, "keys_invalid"),
        ({"valid_after": "soon"}, "keys_invalid"), ({"key": "ssh-ed25519 AAAA"}, "key_invalid"),
        ({"version": "3"}, "row_invalid"),
    ],
)  # fmt: skip
def test_a_wrong_list_of_keys_is_refused(change: dict[str, object], code: str) -> None:
    lines = write_key_set(keys()).splitlines()
    first = dump({**json.loads(lines[0]), **change}).encode()
    with pytest.raises(DeskError) as caught:
        read_key_set(b"\n".join([first, *lines[1:], b""]), "B")
    assert caught.value.code == code


def test_a_list_without_a_signer_or_recipient_is_refused() -> None:
    made = keys()
    for less in (dataclasses.replace(made, signers=()), dataclasses.replace(made, recipients={})):
        with pytest.raises(DeskError, match="role"):
            read_key_set(write_key_set(less), "B")


def test_frictionless_finds_the_tables_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    tables = {
        ORDERS.path: write_orders(order(content, n) for n, content in enumerate(SAMPLES, start=1)),
        ROWS.path: write_row_changes(
            [RowChange("client", ID.format(1), HLC, "HQ", "9001", "edit", {"phone": ("1", None)})]
        ),
        KEYS.path: write_key_set(keys()),
    }
    head = b'{"format":"x"}\n'
    for name, data in {**tables, "header.json": head}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "datapackage.json").write_bytes(write_package("HQ-T0123-00000001", 5, head, tables))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    bad = tables[ORDERS.path].replace(b'"kind":"wipe"', b'"kind":null')
    (tmp_path / ORDERS.path).write_bytes(bad)
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid
