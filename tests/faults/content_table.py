"""Every fault of what a bundle says: hostile JSON, headers, rows, entries of the journal and published files."""

from secrets import token_hex
from typing import Any

from advisor_tui.sync.limits import MAX_LINE
from advisor_tui.sync.package import DESCRIPTOR, HEADER
from tests.faults.bundle_table import DEEP, DESK, HEAD_OFFICE, Fault
from tests.faults.receivers import BULLETIN
from tests.faults.remaking import (
    Change,
    in_files,
    in_header,
    in_journal,
    in_payload,
    in_published,
    in_row,
    in_rows,
)

HOSTILE_JSON = {
    "nested 100 deep": b'{"a":' + b"[" * 100 + b"]" * 100 + b"}",
    "nested 20,000 deep": f'{{"a":{DEEP}'.encode(),
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":-Infinity}',
    "key twice": b'{"a":1,"a":2}',
    "lone surrogate": b'{"a":"\\ud800"}',
    "lone surrogate in a key": b'{"\\udfff":1}',
    "not UTF-8": b'{"a":"\xff"}',
    "overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"a":1}',
    "cut": b'{"a":',
    "two values": b"{} {}",
    "a number of 5,000 digits": b'{"a":' + b"9" * 5000 + b"}",
    "no object": b"[]",
    "nothing": b"",
}


def _header_is(text: bytes) -> Change:
    return in_files(lambda files: files.update({HEADER: text}))


def _descriptor_is(text: bytes) -> Change:
    return in_payload(lambda files: files.update({DESCRIPTOR: text}))


def _line_is(text: bytes) -> Change:
    return in_rows(lambda lines: [*lines, text + b"\n"])


JSON = (
    *(Fault(f"{name}, in the header", _header_is(text), "bundle_json") for name, text in HOSTILE_JSON.items()),
    *(Fault(f"{name}, in the descriptor", _descriptor_is(text), "bundle_json") for name, text in HOSTILE_JSON.items()),
    *(Fault(f"{name}, in a row", _line_is(text), "bundle_json") for name, text in HOSTILE_JSON.items()),
    Fault("huge line", _line_is(b'{"a":"' + token_hex(MAX_LINE // 2).encode() + b'"}'), "bundle_json"),
    Fault("last line cut off", in_rows(lambda lines: [*lines[:-1], lines[-1].rstrip(b"\n")]), "bundle_json"),
)

HEADERS = (
    Fault("no header", in_payload(lambda files: files.pop(HEADER)), "header_invalid"),
    Fault("another format", in_header({"format": "bank-sync/9"}), "format_unknown"),
    Fault("another suite", in_header({"suite": "none"}), "format_unknown"),
    *(
        Fault(f"{name} is {str(value)[:40]}", in_header({name: value}), "header_invalid")
        for name, value in (
            ("seq", 0), ("seq", -1), ("seq", True), ("seq", 2.0), ("seq", "2"), ("seq", 10**400), ("seq", 1 << 53),
            ("epoch", "x"), ("kind", "other"), ("more", 1), ("created", "yesterday"), ("created", "9999-99-99"),
            ("expires", "soon"), ("changes", [2, 1]), ("changes", [1]), ("changes", [0, 1]), ("changes", ["1", 2]),
            ("counts", {"client": -1}), ("counts", {"client": 1.5}), ("counts", []), ("reads", [None]), ("reads", 1),
            ("schema", -1), ("schema", None), ("min_reader", "1"), ("ack", {"epoch": "x"}), ("ack", []),
            ("ack", {"epoch": "", "seq": 10**400, "sha256": "0" * 64}), ("audit", []), ("audit", {"count": 1}),
            ("state_digest", {"client": [1]}), ("state_digest", {"client": [1, "0"]}), ("state_digest", None),
            ("prev_sha256", ""), ("prev_sha256", "A" * 64), ("bundle", "a b"), ("signer", "a b"),
            ("app_version", "\x1b[2J"), ("recipient_key", ""),
        )
    ),
    *(
        Fault(f"{name} is {value}", in_header({name: value}), "header_disagrees")
        for name, value in (
            ("from", "T0124"), ("to", "T0124"), ("seq", 7), ("bundle", "T0123-HQ-00000007"),
            ("signer", "terminal-T0124"),
        )
    ),
)  # fmt: skip


def _without(name: str) -> Change:
    return in_row(lambda row: {key: value for key, value in row.items() if key != name})


def _reversed(row: dict[str, Any]) -> dict[str, Any]:
    return dict(reversed(row.items()))


ROWS = (
    Fault("column too many", in_row(lambda row: row.update(more=1)), "row_invalid"),
    Fault("columns in another order", in_row(_reversed), "row_invalid"),
    Fault("no hlc", _without("hlc"), "row_invalid", (HEAD_OFFICE,)),
    Fault("no path", _without("path"), "row_invalid", (DESK,)),
    Fault("number as text", in_row(lambda row: row.update(seq="1")), "row_invalid", (HEAD_OFFICE,)),
    Fault("number as a truth value", in_row(lambda row: row.update(seq=True)), "row_invalid", (HEAD_OFFICE,)),
    Fault("text as a number", in_row(lambda row: row.update(path=1)), "row_invalid", (DESK,)),
    Fault("text as nothing", in_row(lambda row: row.update(text=None)), "row_invalid", (DESK,)),
)


def _twice(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[-1]]


def _changed_row(**values: object) -> Change:
    return in_row(lambda row: row.update(values))


CHAIN = tuple(
    Fault(name, change, code, (HEAD_OFFICE,))
    for name, change, code in (
        ("entry twice", in_rows(_twice), "chain_broken"),
        ("entry left out", in_rows(lambda lines: lines[:0]), "header_disagrees"),
        ("entry of another payload", _changed_row(payload='{"remark":["","forged"]}'), "chain_broken"),
        ("entry emptied, and no erasure names it", _changed_row(salt=None, payload=None), "blank_unexplained"),
        ("entry of another salt", _changed_row(salt="00" * 16), "chain_broken"),
        ("entry of no salt", _changed_row(salt=None), "chain_broken"),
        ("salt not hexadecimal", _changed_row(salt="not hex"), "chain_broken"),
        ("entry by somebody else", _changed_row(actor="9999"), "chain_broken"),
        ("entry of another row", _changed_row(row_id="elsewhere"), "chain_broken"),
        ("entry of another number", _changed_row(seq=1000), "chain_broken"),
        ("number 10^400", _changed_row(seq=10**400), "chain_broken"),
        ("entry after another", _changed_row(prev_hash="b" * 64), "chain_broken"),
        ("unknown table", in_journal({"table_name": "sqlite_master"}), "change_invalid"),
        ("table of head office's own", in_journal({"table_name": "hq_terminal"}), "change_invalid"),
        ("table with SQL in its name", in_journal({"table_name": 'client"; DROP TABLE client; --'}), "change_invalid"),
        ("unknown column", in_journal({}, '{"terminal":["T0123","T0124"]}'), "change_invalid"),
        ("column with SQL in its name", in_journal({}, '{"remark\\" = 1, \\"name":["",""]}'), "change_invalid"),
        ("payload no object", in_journal({}, "[]"), "bundle_json"),
        ("payload key twice", in_journal({}, '{"remark":["",""],"remark":["","x"]}'), "bundle_json"),
        ("payload NaN", in_journal({}, '{"remark":["",NaN]}'), "bundle_json"),
        ("payload nested deep", in_journal({}, '{"remark":["",' + "[" * 5000 + "]" * 5000 + "]}"), "bundle_json"),
        ("payload of a lone surrogate", in_journal({}, '{"remark":["","\\ud800"]}'), "bundle_json"),
        ("payload without the old value", in_journal({}, '{"remark":["x"]}'), "change_invalid"),
        ("payload of a list", in_journal({}, '{"remark":["",[1]]}'), "change_invalid"),
        ("payload of an object", in_journal({}, '{"remark":["",{"x":1}]}'), "change_invalid"),
        ("payload of 10^400", in_journal({}, '{"remark":["",' + str(10**400) + "]}"), "change_invalid"),
        ("payload of 1e400", in_journal({}, '{"remark":["",1e400]}'), "change_invalid"),
        ("payload of 1e400 beside an escape", in_journal({}, '{"remark":["\\u0041",1e400]}'), "change_invalid"),
        ("payload of 2^63", in_journal({}, '{"remark":["",' + str(1 << 63) + "]}"), "change_invalid"),
        ("payload of a zero character", in_journal({}, '{"remark":["","a\\u0000b"]}'), "change_invalid"),
        ("text in a column of numbers", in_journal({}, '{"dependants":[0,"many"]}'), "change_invalid"),
        ("number in a column of text", in_journal({}, '{"remark":["",7]}'), "change_invalid"),
        ("a row that leaves its id", in_journal({}, '{"id":["x","elsewhere"]}'), "change_invalid"),
        ("a change that is not the terminal's state", in_journal({}, '{"remark":["","forged"]}'), "state_disagrees"),
        ("range", in_header({"changes": [1, 2]}), "header_disagrees"),
        ("counts", in_header({"counts": {"client": 9}}), "header_disagrees"),
        ("audit", in_header({"audit": {"count": 3, "head": "0" * 64}}), "header_disagrees"),
        ("state", in_header({"state_digest": {"client": [5, "c" * 64]}}), "state_disagrees"),
    )
)

_BULLETIN = BULLETIN.format(body="x")
PUBLISHED = tuple(
    Fault(name, change, code, (DESK,))
    for name, change, code in (
        ("path above", in_published(path="../desk.db"), "published_invalid"),
        ("path from the root", in_published(path="/etc/passwd"), "published_invalid"),
        ("path of an unknown folder", in_published(path="unknown/x.toml"), "published_invalid"),
        ("path of the network", in_published(path="http://x/y.toml"), "published_invalid"),
        ("version with a path", in_published(version="../1"), "published_invalid"),
        ("wrong digest", in_published(sha256="0" * 64), "published_invalid"),
        ("no TOML", in_published(text="[[bulletin"), "published_invalid"),
        ("TOML nested deep", in_published(text=f"a = {DEEP}"), "published_invalid"),
        ("TOML of a lone surrogate", in_published(text='a = "\\ud800"'), "published_invalid"),
        ("number of 5,000 digits", in_published(text="a = " + "9" * 5000), "published_invalid"),
        ("no date", in_published(effective_from="soon"), "published_invalid"),
        ("date beyond the calendar", in_published(effective_from="99999-01-01"), "published_invalid"),
        ("bulletins in the tiers", in_published(path="tiers/tiers.toml"), "data_invalid"),
        ("bulletin without a title", in_published(text="[[bulletin]]\ncode = 'x'\n"), "data_invalid"),
        ("unknown key", in_published(text=_BULLETIN + 'evil = "x"\n'), "data_invalid"),
    )
)
