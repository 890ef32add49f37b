"""Rows on their way into the store, table by table, in the order that foreign keys allow."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from advisor_tui.base.ids import IdSource
from advisor_tui.store.tables import metadata


class Rows:
    """Collects rows and writes them in bulk."""

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._tables: dict[str, list[dict[str, Any]]] = {}
        self._models: dict[str, type[SQLModel]] = {}

    def add(self, model: type[SQLModel], **values: Any) -> str:
        """Keep a row, with every column set (defaults are the table's), and answer its id."""
        name = str(model.__tablename__)
        self._models[name] = model
        row = {"id": self._ids.new(), **_defaults(model), **values}
        self._tables.setdefault(name, []).append(row)
        return str(row["id"])

    def write(self, session: Session) -> int:
        """Insert everything and answer how many rows."""
        count = 0
        for table in metadata.sorted_tables:
            rows = self._tables.get(table.name, [])
            if rows:
                session.execute(insert(self._models[table.name]), rows)
                count += len(rows)
        return count


_DEFAULTS: dict[type[SQLModel], Mapping[str, Any]] = {}


def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    if model not in _DEFAULTS:
        _DEFAULTS[model] = {
            name: field.get_default()
            for name, field in model.model_fields.items()
            if name != "id" and not field.is_required()
        }
    return _DEFAULTS[model]
