"""Reading a folder laid out like data/, as versions to publish."""

import tomllib
from datetime import date
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import toml_line, toml_reason
from advisor_tui.headoffice.order_files import AREA as ORDERS
from advisor_tui.reference.toml import Source, read_sources
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.published import Published


def read_folder(folder: Path, effective: date) -> list[Published]:
    """The TOML files of a folder laid out like data/, as versions to publish.

    A file's version is the date it holds from and the start of its digest.

    Raises:
        DeskError: `folder_missing`, `nothing_to_publish`, `data_unreadable`, `data_invalid`.
    """
    if not folder.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(folder))
    areas = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name != ORDERS)
    found = [_version(source, effective) for area in areas for source in read_sources(folder, area)]
    if not found and not read_sources(folder, ORDERS):
        raise DeskError("nothing_to_publish", mark("The folder holds no file of data/"), where=str(folder))
    return found


def _version(source: Source, effective: date) -> Published:
    try:
        tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        where = f"{source.path}:{toml_line(error) or source.text.count(chr(10)) + 1}"
        message = mark("This is not TOML: {reason}")
        raise DeskError("data_invalid", message, where=where, reason=toml_reason(error)) from error
    digest = sha256(source.text.encode())
    return Published(source.path, f"{effective:%Y%m%d}-{digest[:8]}", effective, digest, source.text)
