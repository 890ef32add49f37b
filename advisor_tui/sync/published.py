"""Files of data/ that head office published: stored whole, by version, effective from a date."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.reference.catalogue import PARTS, load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.bulletins import AREA, bulletins_of
from advisor_tui.sync.package import FILES, read_rows

_PATH = re.compile(r"[a-z_]{1,40}/[a-z0-9_-]{1,60}\.toml")
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,40}")
_EFFECTIVE = text(
    "SELECT path, text FROM (SELECT path, text, row_number() OVER "
    "(PARTITION BY path ORDER BY effective_from DESC, received_at DESC, id DESC) AS place "
    "FROM published_file WHERE effective_from <= :on) WHERE place = 1 ORDER BY path"
)
_ALL = text("SELECT path, version, effective_from, sha256, text FROM published_file ORDER BY received_at, id")
_SAME_VERSION = text("SELECT sha256 FROM published_file WHERE path = :path AND version = :version")


@dataclass(frozen=True)
class Published:
    """One version of one file of data/."""

    path: str
    version: str
    effective_from: date
    sha256: str
    text: str


def published_sources(connection: Connection, on: date) -> list[Source]:
    """The published files that hold on a business date; `reference.toml.overlay` puts them over the shipped ones."""
    return [Source(path, body) for path, body in connection.execute(_EFFECTIVE, {"on": on.isoformat()})]


def published_files(connection: Connection) -> list[Published]:
    """Every version that came, in the order in which they came."""
    return [
        Published(row.path, row.version, date.fromisoformat(row.effective_from), row.sha256, row.text)
        for row in connection.execute(_ALL)
    ]


def read_published(data: bytes, where: str) -> Iterator[Published]:
    """The rows of files.jsonl.

    Raises:
        DeskError: `published_invalid`, naming the row, for a path outside data/, a wrong digest, or no TOML.
    """
    for number, row in enumerate(read_rows(FILES, data, where), start=1):
        place = f"{where}:data/{FILES.path}:{number}"
        if not _PATH.fullmatch(row["path"]) or not _VERSION.fullmatch(row["version"]):
            raise DeskError("published_invalid", mark("A published file has no proper path or version"), where=place)
        if sha256(row["text"].encode()) != row["sha256"]:
            raise DeskError("published_invalid", mark("A published file and its digest disagree"), where=place)
        try:
            tomllib.loads(row["text"])
        except (ValueError, RecursionError) as error:  # also a number of 5,000 digits, which is no TOMLDecodeError
            message, reason = mark("A published file cannot be read: {reason}"), reason_of(error)
            raise DeskError("published_invalid", message, where=place, reason=reason) from error
        try:
            effective = date.fromisoformat(row["effective_from"])
        except ValueError as error:
            raise DeskError(
                "published_invalid", mark("A published file has no date from which it holds"), where=place
            ) from error
        yield Published(row["path"], row["version"], effective, row["sha256"], row["text"])


def on_day(files: Iterable[Published], day: date) -> list[Published]:
    """Of each path the version that holds on a day; of two that begin together the later one of the files."""
    in_effect = sorted((file for file in files if file.effective_from <= day), key=lambda file: file.effective_from)
    return list({file.path: file for file in in_effect}.values())


def check_published(published: Iterable[Published], today: date, held: Iterable[Published] = ()) -> None:
    """Read every folder that is touched as a desk would, over what is shipped and held: today and on every later day.

    Raises:
        DeskError: `data_invalid`, naming file, line and key; `published_invalid` for a folder that data/ has not.
    """
    new = list(published)
    areas = sorted({file.path.partition("/")[0] for file in new})
    for file in new:
        if file.path.startswith(AREA):
            bulletins_of(Source(file.path, file.text))
        elif file.path.partition("/")[0] not in PARTS:
            raise DeskError("published_invalid", mark("There is no such folder in data/"), where=file.path)
    files = [*held, *new]
    for day in sorted({today, *(file.effective_from for file in files if file.effective_from > today)}):
        reference = load_reference(data_root(), [Source(file.path, file.text) for file in on_day(files, day)])
        for area in areas:
            if area in PARTS:
                getattr(reference, PARTS[area])


def to_row(published: Published) -> Mapping[str, Any]:
    """The file as a row of files.jsonl."""
    return {**published.__dict__, "effective_from": published.effective_from.isoformat()}


def is_new(connection: Connection, published: Published, where: str) -> bool:
    """Whether this version is not stored yet.

    Raises:
        DeskError: `version_changed`: a version never changes once it was published.
    """
    stored = connection.execute(_SAME_VERSION, {"path": published.path, "version": published.version}).scalar()
    if stored is not None and stored != published.sha256:
        raise DeskError(
            "version_changed", mark("{path} came again as version {version}, but with other content"), where=where,
            path=published.path, version=published.version,
        )  # fmt: skip
    return stored is None
