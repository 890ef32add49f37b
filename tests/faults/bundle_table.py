"""Every fault of a bundle as archive, bag and package, and the one reason that each must be refused for.

A fault is made twice: outside, where it takes the sealed file's place and the signature no longer fits; and inside,
encrypted and signed anew with the sender's own keys, where the layer that it concerns must find it. `code` is the
reason inside; `to` says which receiver the fault is meant for, where it is not both.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes

from advisor_tui.sync.limits import MAX_ENTRIES, MAX_UNPACKED
from advisor_tui.sync.package import DESCRIPTOR
from tests.faults.remaking import (
    Change,
    entry,
    in_bag,
    in_descriptor,
    in_payload,
    lying_size,
    rows_file,
    with_entries,
)

HEAD_OFFICE, DESK = "head office", "desk"
BOTH = (HEAD_OFFICE, DESK)


@dataclass(frozen=True)
class Fault:
    """One fault: its name, how it is made, the reason that it is refused for, and by whom."""

    name: str
    change: Change
    code: str
    to: Sequence[str] = BOTH


def _named(name: str, data: bytes = b"x") -> Change:
    return with_entries((entry(name), data))


_MUCH = b"".join(token_bytes(16) + bytes(1024) for _ in range(MAX_UNPACKED // 2 // 1040 + 1))
"""More than half of what a bundle may unpack to, and no bomb by its ratio."""
DEEP = "".join(f"[{number * 7919 % 10007}," for number in range(20_000))
"""Lists in lists, and no bomb either."""

ARCHIVES = (
    Fault("nothing", lambda packed: b"", "zip_invalid"),
    Fault("no archive", lambda packed: b"not a zip", "zip_invalid"),
    Fault("cut by 30 bytes", lambda packed: packed[:-30], "zip_invalid"),
    Fault("a program before it", lambda packed: b"MZ" + packed, "zip_invalid"),
    Fault("a comment after it", lambda packed: packed[:-2] + b"\x01\x00x", "zip_invalid"),
    Fault("bytes after it", lambda packed: packed + b"x", "zip_invalid"),
    Fault("path above", _named("../evil"), "zip_name"),
    Fault("path above, from inside", _named("data/../../evil"), "zip_name"),
    Fault("path from the root", _named("/etc/evil"), "zip_name"),
    Fault("path of Windows", _named("data\\evil"), "zip_name"),
    Fault("folder", _named("data/", b""), "zip_name"),
    Fault("double slash", _named("data//x"), "zip_name"),
    Fault("name of other letters", _named("data/数据"), "zip_name"),
    Fault("name with an escape", _named("data/\x1b]52;c;eA=="), "zip_name"),
    Fault("name with a line end", _named("data/x\ny"), "zip_name"),
    Fault("overlong name", _named("data/" + "x" * 200), "zip_name"),
    Fault("name of 65,000 characters", _named("data/" + "x" * 65_000), "zip_name"),
    Fault("name that differs in case", _named("BAGIT.TXT"), "zip_name"),
    Fault("name that stands twice", _named("bagit.txt"), "zip_name"),
    Fault("link", with_entries((entry("data/link", mode=0o120777), b"/etc/passwd")), "zip_name"),
    Fault("device", with_entries((entry("data/null", mode=0o020666), b"")), "zip_name"),
    Fault("bomb", _named("data/zeros", bytes(8 << 20)), "zip_too_large"),
    Fault("bomb that lies", lying_size, "zip_too_large"),
    Fault("more than is allowed", with_entries((entry("data/a"), _MUCH), (entry("data/b"), _MUCH)), "zip_too_large"),
    Fault("too many", with_entries(*((entry(f"data/{n}"), b"x") for n in range(MAX_ENTRIES))), "zip_too_large"),
    Fault("wrong method (LZMA)", with_entries((entry("data/x", method=zipfile.ZIP_LZMA), b"x" * 100)), "zip_invalid"),
    Fault("wrong method (BZIP2)", with_entries((entry("data/x", method=zipfile.ZIP_BZIP2), b"x" * 100)), "zip_invalid"),
    Fault("another date", with_entries((zipfile.ZipInfo("data/x", (2026, 1, 1, 0, 0, 0)), b"x")), "zip_invalid"),
    Fault("archive in an archive", lambda packed: _named("data/inner.zip", packed)(packed), "bag_invalid"),
)

BAGS = (
    Fault("no bagit.txt", with_entries(without="bagit.txt"), "bag_invalid"),
    Fault("no manifest", with_entries(without="manifest-sha256.txt"), "bag_invalid"),
    Fault("no tag manifest", with_entries(without="tagmanifest-sha256.txt"), "bag_invalid"),
    Fault("extra file at top", _named("extra.txt"), "bag_invalid"),
    Fault("extra file in the payload", _named("data/extra.txt"), "bag_invalid"),
    Fault("fetch.txt", _named("fetch.txt", b"http://example.com/x 1 data/x\n"), "bag_invalid"),
    Fault("older BagIt", in_bag(lambda files: files.update({"bagit.txt": b"BagIt-Version: 0.97\n"})), "bag_invalid"),
    Fault("payload against manifest", in_bag(lambda files: files.update({"data/header.json": b"{}"})), "bag_invalid"),
    Fault("tag against tag manifest", in_bag(lambda files: files.update({"bag-info.txt": b"x: y\n"})), "bag_invalid"),
    Fault(
        "manifest against tag manifest",
        in_bag(lambda files: files.update({"manifest-sha256.txt": files["manifest-sha256.txt"][:-1]})),
        "bag_invalid",
    ),
    Fault("manifest of no lines", in_bag(lambda files: files.update({"manifest-sha256.txt": b"zz\n"})), "bag_invalid"),
    Fault(
        "tag manifest with a line twice",
        in_bag(lambda files: files.update({"tagmanifest-sha256.txt": files["tagmanifest-sha256.txt"] * 2})),
        "bag_invalid",
    ),
    Fault(
        "tag manifest not UTF-8",
        in_bag(lambda files: files.update({"tagmanifest-sha256.txt": b"\xff\xfe\n"})),
        "bag_invalid",
    ),
)


def _path(path: str) -> Change:
    """The last file of the descriptor under another path."""
    return in_descriptor(lambda package: package["resources"][-1].update(path=path))


def _resources(value: object) -> Change:
    return in_descriptor(lambda package: package.update(resources=value))


PACKAGES = (
    Fault("no descriptor", in_payload(lambda files: files.pop(DESCRIPTOR)), "package_invalid"),
    Fault("no rows", in_payload(lambda files: files.pop(rows_file(files))), "package_invalid"),
    Fault("file that nobody names", in_payload(lambda files: files.update({"more.jsonl": b"{}\n"})), "package_invalid"),
    Fault("path to the network", _path("http://example.com/changes.jsonl"), "package_invalid"),
    Fault("path to a share", _path("//server/share/changes.jsonl"), "package_invalid"),
    Fault("path of a file URL", _path("file:///etc/passwd"), "package_invalid"),
    Fault("path from the root", _path("/etc/passwd"), "package_invalid"),
    Fault("path above", _path("../bag-info.txt"), "package_invalid"),
    Fault("path to itself", _path(DESCRIPTOR), "package_invalid"),
    Fault("path list", in_descriptor(lambda package: package["resources"][-1].update(path=[])), "package_invalid"),
    Fault("resources no list", _resources({"0": 1}), "package_invalid"),
    Fault("resources of no objects", _resources([None, 7]), "package_invalid"),
    Fault(
        "a file twice",
        in_descriptor(lambda package: package["resources"].append(package["resources"][-1])),
        "package_invalid",
    ),
    Fault("wrong size", in_descriptor(lambda package: package["resources"][-1].update(bytes=1)), "package_invalid"),
    Fault(
        "wrong digest", in_descriptor(lambda package: package["resources"][-1].update(hash="md5:x")), "package_invalid"
    ),
    Fault(
        "rows against the descriptor",
        in_payload(lambda files: files.update({rows_file(files): files[rows_file(files)] + b"{}\n"})),
        "package_invalid",
    ),
)
