"""Where the files of data/ lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

_PACKAGE = Path(__file__).resolve().parents[1]


def data_root(package: Path = _PACKAGE) -> Path:
    """The folder of the shipped data: a checkout's `data/` first, then the wheel's `advisor_tui/_data`.

    Args:
        package: The folder of the installed package.

    Raises:
        DeskError: `data_missing` when neither is there.
    """
    checkout = package.parent / "data"
    if checkout.is_dir() and (package.parent / "pyproject.toml").is_file():
        return checkout
    carried = package / "_data"
    if carried.is_dir():
        return carried
    raise DeskError(
        "data_missing",
        mark("The reference data is not installed: {folder}"),
        where=str(carried),
        folder=carried,
    )
