"""Files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write beside, fsync, rename over, fsync the folder."""
    part = write_part(path, data, mode)
    part.replace(path)
    sync_folder(path.parent)


def write_part(path: Path, data: bytes, mode: int = 0o600) -> Path:
    """Write `path.part` and fsync it; the caller renames it."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return part


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
