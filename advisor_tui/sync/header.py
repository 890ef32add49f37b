"""header.json: who sends what to whom, and where it belongs in the stream."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.names import BundleName
from advisor_tui.sync.strict_json import load_object

FORMAT = "bank-sync/1"
SUITE = "age-x25519+sshsig-ed25519-sha512"
KINDS = ("delta", "full", "heartbeat", "keys", "wipe")
GENESIS = "0" * 64
"""The digest before the first bundle of an epoch."""
_HEX64 = re.compile(r"[0-9a-f]{64}")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NAME = re.compile(r"[A-Za-z0-9._+@/-]{1,80}")


@dataclass(frozen=True)
class Ack:
    """What the sender has applied of the other side's stream: everything up to and including seq."""

    epoch: str
    seq: int
    sha256: str


@dataclass(frozen=True)
class Audit:
    """The sender's journal at sealing: its last seq, and the hash it ends with."""

    count: int
    head: str


@dataclass(frozen=True)
class Header:
    """The fields of header.json, in its order.

    Attributes:
        bundle: The name's stem; the file name must agree.
        sender: `from` in JSON.
        receiver: `to` in JSON.
        prev_sha256: Of the sender's previous .age file of this epoch; 64 zeros before the first.
        schema: The sender's schema version; min_reader: the oldest that can apply it; reads: what the sender applies.
        created: UTC instant; expires: after it a terminal refuses head office's bundle; "" never.
        changes: [first, last] journal seq, or [] without changes.
        counts: Rows per table in this bundle.
        digest: The sender's state at sealing: table → [rows, hex digest].
    """

    bundle: str
    sender: str
    receiver: str
    signer: str
    recipient_key: str
    epoch: str
    seq: int
    prev_sha256: str
    kind: str
    schema: int
    min_reader: int
    reads: tuple[int, ...]
    created: str
    expires: str
    changes: tuple[int, ...]
    counts: Mapping[str, int]
    digest: Mapping[str, tuple[int, str]]
    ack: Ack | None
    audit: Audit | None
    app_version: str

    def to_json(self) -> dict[str, Any]:
        """The object that is written."""
        fields = asdict(self)
        renamed = {"sender": "from", "receiver": "to", "digest": "state_digest"}
        values = {renamed.get(name, name): value for name, value in fields.items()}
        return {"format": FORMAT, "suite": SUITE, **values}


_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "format": str, "suite": str, "bundle": str, "from": str, "to": str, "signer": str, "recipient_key": str,
    "epoch": str, "seq": int, "prev_sha256": str, "kind": str, "schema": int, "min_reader": int, "reads": list,
    "created": str, "expires": str, "changes": list, "counts": dict, "state_digest": dict,
    "ack": (dict, type(None)), "audit": (dict, type(None)), "app_version": str,
}  # fmt: skip


def parse_header(raw: bytes, where: str) -> Header:
    """Read header.json.

    Raises:
        DeskError: `header_invalid`, naming the field; `format_unknown` for another format or suite.
    """
    values = load_object(raw, where)
    if values.get("format") != FORMAT or values.get("suite") != SUITE:
        raise DeskError("format_unknown", mark("The bundle is of a format this program does not read"), where=where)
    for name in sorted(_TYPES.keys() ^ values.keys()):
        raise _wrong(where, name)
    for name, kind in _TYPES.items():
        if not isinstance(values[name], kind) or isinstance(values[name], bool):
            raise _wrong(where, name)
    _check_values(values, where)
    return Header(
        bundle=values["bundle"], sender=values["from"], receiver=values["to"], signer=values["signer"],
        recipient_key=values["recipient_key"], epoch=values["epoch"], seq=values["seq"],
        prev_sha256=values["prev_sha256"], kind=values["kind"], schema=values["schema"],
        min_reader=values["min_reader"], reads=tuple(values["reads"]), created=values["created"],
        expires=values["expires"], changes=tuple(values["changes"]), counts=values["counts"],
        digest={table: (rows, digest) for table, (rows, digest) in values["state_digest"].items()},
        ack=Ack(**values["ack"]) if values["ack"] else None,
        audit=Audit(**values["audit"]) if values["audit"] else None, app_version=values["app_version"],
    )  # fmt: skip


def check_name(header: Header, name: BundleName, where: str) -> None:
    """The header and the file's name agree; `header_disagrees` otherwise, naming the field."""
    pairs = {"from": (header.sender, name.sender), "to": (header.receiver, name.receiver),
             "seq": (header.seq, name.seq), "bundle": (header.bundle, name.stem)}  # fmt: skip
    for field, (said, named) in pairs.items():
        if said != named:
            raise DeskError(
                "header_disagrees", mark("The file's name and the header disagree: {field}"), where=where, field=field
            )


def _wrong(where: str, field: str) -> DeskError:
    return DeskError("header_invalid", mark("The header's field {field} is missing or wrong"), where=where, field=field)


def _check_values(values: Mapping[str, Any], where: str) -> None:
    ack, audit, changes = values["ack"], values["audit"], values["changes"]
    rules = {
        "bundle": _NAME.fullmatch(values["bundle"]),
        "signer": _NAME.fullmatch(values["signer"]),
        "recipient_key": _NAME.fullmatch(values["recipient_key"]),
        "app_version": _NAME.fullmatch(values["app_version"]),
        "epoch": _UUID7.fullmatch(values["epoch"]),
        "prev_sha256": _HEX64.fullmatch(values["prev_sha256"]),
        "kind": values["kind"] in KINDS,
        "seq": _is_count(values["seq"]) and values["seq"] > 0,
        "schema": _is_count(values["schema"]),
        "min_reader": _is_count(values["min_reader"]),
        "reads": all(map(_is_count, values["reads"])),
        "counts": all(map(_is_count, values["counts"].values())),
        "created": _is_instant(values["created"]),
        "expires": not values["expires"] or _is_instant(values["expires"]),
        "changes": not changes or (len(changes) == 2 and all(map(_is_count, changes)) and 0 < changes[0] <= changes[1]),
        "state_digest": all(_is_state(state) for state in values["state_digest"].values()),
        "ack": ack is None or _is_mark(ack, {"epoch", "seq", "sha256"}, "seq", "sha256"),
        "audit": audit is None or _is_mark(audit, {"count", "head"}, "count", "head"),
    }
    for field, good in rules.items():
        if not good:
            raise _wrong(where, field)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 53


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def _is_state(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and _is_count(value[0])
        and isinstance(value[1], str)
        and _HEX64.fullmatch(value[1]) is not None
    )


def _is_mark(value: Mapping[str, Any], keys: set[str], count: str, digest: str) -> bool:
    if value.keys() != keys or not _is_count(value[count]):
        return False
    epoch = value.get("epoch", "")
    return (
        isinstance(value[digest], str)
        and _HEX64.fullmatch(value[digest]) is not None
        and isinstance(epoch, str)
        and (not epoch or _UUID7.fullmatch(epoch) is not None)
    )
