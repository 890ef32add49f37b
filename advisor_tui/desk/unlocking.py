"""Unlocking from a cold start: the key is derived while the data layer is still being imported."""

import gc
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

from advisor_tui.base.clock import Clock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


def unlock_home(home: Home, passphrase: str, clock: Clock, ids: IdSource) -> "Desk":
    """Do what `opening.open_home` does, sooner; it has the same errors."""
    from advisor_tui.store.keys import read_keys

    with ThreadPoolExecutor(1, "import") as importer:
        imported = importer.submit(_import_data_layer)
        ring = read_keys(home.keys)
        staff_no, key = ring.unwrap(passphrase, "")
        imported.result()
    from advisor_tui.desk.opening import open_with_key

    return open_with_key(home, staff_no, key, clock, ids, salt=ring.salt)


def _import_data_layer() -> None:
    """Import it and what reads the first screen, without looking for garbage meanwhile.

    An import makes none, and looking costs a tenth of it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        import_module("advisor_tui.desk.opening")
        import_module("advisor_tui.desk.day")
    finally:
        if collecting:
            gc.enable()
