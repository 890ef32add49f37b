"""Bulletins of the market department as screens receive them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.desk.views.common import ClientRef


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A bulletin in the list; `holders` counts the clients who hold what it is about."""

    id: str
    code: str
    kind: str
    title: Mapping[str, str]
    published_on: date
    effective_from: date
    new: bool
    holders: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A client who holds an affected product, with the sum of it in 分."""

    client: ClientRef
    product: str
    value_fen: int


@dataclass(frozen=True, slots=True)
class BulletinView:
    """A bulletin with its text, what it is about, and who holds that."""

    row: BulletinRow
    body: Mapping[str, str]
    source: str
    affects: tuple[str, ...]
    holders: tuple[Holder, ...]
