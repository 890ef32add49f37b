"""Items that have versions: which one holds on a day, and the one that a record names."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Generic, Protocol, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Source, place_of


class Versioned(Protocol):
    """Anything with an id, a version and the first day on which that version holds."""

    @property
    def id(self) -> str:
        """The same over all versions."""
        ...

    @property
    def version(self) -> int:
        """Counts from 1."""
        ...

    @property
    def effective_from(self) -> date:
        """The first business date on which it holds."""
        ...


V = TypeVar("V", bound=Versioned)


class Versions(Generic[V]):
    """Every version of some items, in the order of the files, each with the file that it stands in.

    Raises:
        DeskError: `data_invalid` when one version of an item stands in two places; `where` is the later one.
    """

    def __init__(self, items: Iterable[tuple[V, Source]]) -> None:
        self._items: dict[str, dict[int, V]] = {}
        places: dict[tuple[str, int], Source] = {}
        for item, source in items:
            first = places.setdefault((item.id, item.version), source)
            versions = self._items.setdefault(item.id, {})
            if item.version in versions:
                raise DeskError(
                    "data_invalid",
                    mark("{id} version {version} stands in {other} already: what is changed needs a higher version"),
                    where=place_of(source, item.id), id=item.id, version=item.version, other=place_of(first, item.id),
                )  # fmt: skip
            versions[item.version] = item

    def __iter__(self) -> Iterator[V]:
        for versions in self._items.values():
            yield from versions.values()

    def __len__(self) -> int:
        return sum(len(versions) for versions in self._items.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the files."""
        return tuple(self._items)

    def on(self, day: date) -> tuple[V, ...]:
        """Of every item the version that holds on a day; items that begin later are left out."""
        found = (self.find(item_id, day) for item_id in self._items)
        return tuple(item for item in found if item is not None)

    def find(self, item_id: str, day: date) -> V | None:
        """The version of an item that holds on a day: of those in effect the highest; None if there is none."""
        versions = self._items.get(item_id, {}).values()
        in_effect = [item for item in versions if item.effective_from <= day]
        return max(in_effect, key=lambda item: item.version, default=None)

    def latest(self, item_id: str, day: date) -> V:
        """The version of an item that holds on a day.

        Raises:
            DeskError: `reference_unknown` when there is none.
        """
        found = self.find(item_id, day)
        if found is None:
            raise DeskError("reference_unknown", mark("{id} is not in the reference data"), where=item_id, id=item_id)
        return found

    def get(self, item_id: str, version: int) -> V:
        """Exactly that version, as a record names it.

        Raises:
            DeskError: `reference_unknown` when it is not here.
        """
        found = self._items.get(item_id, {}).get(version)
        if found is None:
            name = f"{item_id}/{version}"
            raise DeskError("reference_unknown", mark("{id} is not in the reference data"), where=name, id=name)
        return found
