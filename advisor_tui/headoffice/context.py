"""What every job of head office works with."""

from dataclasses import dataclass

from advisor_tui.base.clock import Clock
from advisor_tui.base.ids import IdSource
from advisor_tui.headoffice.home import HeadOfficeHome
from advisor_tui.headoffice.keys import HeadOfficeKeys
from advisor_tui.headoffice.warehouse import WarehouseDatabase


@dataclass(frozen=True)
class Context:
    """An unlocked head office: folder, keys, warehouse, clock and ids."""

    home: HeadOfficeHome
    keys: HeadOfficeKeys
    warehouse: WarehouseDatabase
    clock: Clock
    ids: IdSource
