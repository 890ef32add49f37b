"""Files that are there whole or not at all, also after a power cut and beside another process that writes the same."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from advisor_tui.base.locking import wait_for_lock

PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Flags that follow no link and wait for no pipe; Windows has neither flag."""
_CLOSING = getattr(os, "O_CLOEXEC", 0)


def write_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write beside, fsync, rename over, fsync the folder."""
    part = _part_of(path)
    with _alone(part, mode) as file:
        _pour(file, data)
        part.replace(path)
    sync_folder(path.parent)


def write_part(path: Path, data: bytes, mode: int = 0o600) -> Path:
    """Write `path.part` and fsync it; the caller, who is the only one to write there, renames it."""
    part = _part_of(path)
    with _alone(part, mode) as file:
        _pour(file, data)
    return part


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folder; its file system keeps its own log of renames
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _pour(file: BinaryIO, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _alone(part: Path, mode: int) -> Iterator[BinaryIO]:
    """A new file that no other process writes or takes away meanwhile.

    One that somebody is writing is waited for; one that a killed process left is removed.
    """
    while True:
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOSING, mode)
        except FileExistsError:
            _remove_left(part)
            continue
        with open(descriptor, "wb") as file:
            wait_for_lock(file)
            if _lies_at(part, file):  # else somebody took it for a left one before it was locked
                yield file
                return


def _remove_left(part: Path) -> None:
    try:
        with open(part, "rb", opener=_no_link) as left:
            wait_for_lock(left)
            if _lies_at(part, left):
                part.unlink()
    except FileNotFoundError:
        return
    except OSError:  # a link, or another's file: it is no process of ours that writes there
        part.unlink(missing_ok=True)


def _lies_at(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _no_link(name: str, flags: int) -> int:
    return os.open(name, flags | PLAIN)
