"""A full against the sum of the deltas, which is taken by hand from what stock tools would see in the bundles."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

import pyrage

from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.restoring import rows_of_full
from tests.faults.machine_model import Parcel

Rows = dict[tuple[str, str], dict[str, Any]]


def sum_of(parcels: Iterable[Parcel], head_office: HeadOffice) -> Rows:
    """The rows that the journal entries of bundles make, one after the other."""
    keys = [pyrage.x25519.Identity.from_str(one) for one in head_office.context.keys.identities()]
    rows: Rows = {}
    for parcel in parcels:
        with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(parcel.content, keys))) as packed:
            names = [name for name in packed.namelist() if name.endswith("data/changes.jsonl")]
            lines = packed.read(names[0]).splitlines() if names else []
        for entry in map(json.loads, lines):
            new = {name: pair[1] for name, pair in json.loads(entry["payload"]).items()}
            place = (entry["table_name"], entry["row_id"])
            if "id" in new and new["id"] is None:
                del rows[place]
            else:
                rows.setdefault(place, {}).update(new)
    return rows


def full_of(head_office: HeadOffice, terminal: str) -> Rows:
    """The rows that a full would bring the terminal now."""
    with head_office.context.warehouse.read() as session:
        changes = [change for part in rows_of_full(session, terminal) for change in part]
    return {(one.table_name, one.row_id): one.values for one in changes if not one.deletes}
