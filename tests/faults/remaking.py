"""Taking a bundle apart to any depth, changing something there, and making everything around it right again.

Each function gives `change(packed) -> packed` over the plain ZIP: what lies above the change fits it, so that only the
layer of the change can refuse.
"""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from advisor_tui.store.hashing import HEADER as HASHED
from advisor_tui.store.hashing import entry_hash, payload_hash
from advisor_tui.sync.bag import read_bag, sha256, write_bag
from advisor_tui.sync.package import CHANGES, DESCRIPTOR, FILES, HEADER, write_package
from advisor_tui.sync.strict_json import dump
from advisor_tui.sync.zipping import read_zip, write_zip

Change = Callable[[bytes], bytes]
Payload = dict[str, bytes]
ROWS = (CHANGES.path, FILES.path)


def entry(name: str, *, method: int = zipfile.ZIP_DEFLATED, mode: int = 0o100600) -> zipfile.ZipInfo:
    """An entry as a right bundle has it."""
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr, made.compress_type = 3, mode << 16, method
    return made


def with_entries(*added: tuple[zipfile.ZipInfo, bytes], without: str = "") -> Change:
    """The ZIP with more entries, or with one less."""

    def change(packed: bytes) -> bytes:
        files, buffer = read_zip(packed, ""), io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
            warnings.simplefilter("ignore", UserWarning)  # a name that stands twice is what some faults are
            for name, data in sorted(files.items()):
                if name != without:
                    archive.writestr(entry(name), data)
            for info, data in added:
                archive.writestr(info, data)
        return buffer.getvalue()

    return change


def lying_size(packed: bytes) -> bytes:
    """Both headers of a bomb promise few bytes: only unpacking finds how many there are."""
    bomb = bytearray(with_entries((entry("data/zeros"), bytes(8 << 20)))(packed))
    real, said = struct.pack("<I", 8 << 20), struct.pack("<I", 100)
    while (at := bomb.find(real)) >= 0:
        bomb[at : at + 4] = said
    return bytes(bomb)


def in_bag(change: Callable[[Payload], object]) -> Change:
    """The files of the bag, its manifests included, as they are in the ZIP."""

    def remake(packed: bytes) -> bytes:
        files = read_zip(packed, "")
        change(files)
        return write_zip(files)

    return remake


def in_payload(change: Callable[[Payload], object]) -> Change:
    """The payload; the manifests are made anew."""

    def remake(packed: bytes) -> bytes:
        payload = _payload(packed)
        change(payload)
        return write_zip(write_bag(payload, "test"))

    return remake


def in_files(change: Callable[[Payload], object]) -> Change:
    """header.json and the JSON Lines files; the descriptor is made anew too."""

    def remake(packed: bytes) -> bytes:
        payload = _payload(packed)
        del payload[DESCRIPTOR]
        change(payload)
        head = payload.pop(HEADER)
        package = write_package("test", 1, head, payload)
        return write_zip(write_bag({**payload, HEADER: head, DESCRIPTOR: package}, "test"))

    return remake


def in_descriptor(change: Callable[[dict[str, Any]], object]) -> Change:
    """datapackage.json as an object."""

    def remake(payload: Payload) -> None:
        package = json.loads(payload[DESCRIPTOR])
        change(package)
        payload[DESCRIPTOR] = json.dumps(package).encode()

    return in_payload(remake)


def in_header(values: Mapping[str, object]) -> Change:
    """header.json with other fields."""

    def remake(payload: Payload) -> None:
        payload[HEADER] = json.dumps({**json.loads(payload[HEADER]), **values}).encode()

    return in_files(remake)


def rows_file(payload: Payload) -> str:
    """The one JSON Lines file of a bundle."""
    [name] = payload.keys() & set(ROWS)
    return name


def in_rows(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    """The lines of the JSON Lines file."""

    def remake(payload: Payload) -> None:
        name = rows_file(payload)
        payload[name] = b"".join(change(payload[name].splitlines(keepends=True)))

    return in_files(remake)


def in_row(change: Callable[[dict[str, Any]], object]) -> Change:
    """The last row as an object; among changes it is the terminal's own, with its content."""

    def remake(lines: list[bytes]) -> list[bytes]:
        row = json.loads(lines[-1])
        row = change(row) or row
        return [*lines[:-1], json.dumps(row, ensure_ascii=False).encode() + b"\n"]

    return in_rows(remake)


def in_journal(values: Mapping[str, object], payload: str | None = None) -> Change:
    """The last entry of the journal with other values, hashed anew, and a header that agrees: only its content can be
    refused."""

    def remake(files: Payload) -> None:
        entries = [json.loads(line) for line in files[CHANGES.path].splitlines()]
        changed = {**entries[-1], **values}
        if payload is not None:
            changed["payload"] = payload
        if changed["payload"] is not None:
            changed["payload_hash"] = payload_hash(changed["salt"], changed["payload"])
        said = [changed[name] for name in HASHED]
        changed["hash"] = entry_hash(said, changed["payload_hash"], changed["prev_hash"])
        entries[-1] = changed
        files[CHANGES.path] = "".join(dump(row) + "\n" for row in entries).encode()
        head = json.loads(files[HEADER])
        tables = [row["table_name"] for row in entries]
        head["counts"] = {table: tables.count(table) for table in tables}
        head["audit"] = {"count": changed["seq"], "head": changed["hash"]}
        head["changes"] = [entries[0]["seq"], changed["seq"]]
        files[HEADER] = json.dumps(head).encode()

    return in_files(remake)


def in_published(**values: str) -> Change:
    """The last file that head office publishes, with other values and a digest that fits unless one is given."""

    def change(row: dict[str, Any]) -> None:
        row |= values
        row.setdefault("sha256", "")
        if "sha256" not in values:
            row["sha256"] = sha256(row["text"].encode("utf-8", "surrogatepass"))

    return in_row(change)


def _payload(packed: bytes) -> Payload:
    return read_bag(read_zip(packed, ""), "")
