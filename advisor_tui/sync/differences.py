"""What a new version of a file of data/ changes, in words that an advisor understands."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor_tui.base.text import one_line
from advisor_tui.sync.published import Published

Both = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    Attributes:
        kind: product_new, product_changed, product_withdrawn, product_risk, file, bulletin_new or bulletin_changed.
        code: The product's or bulletin's code, or the file's path.
        name: Its name in both languages.
        old: The former value, where there is one to show.
        new: The present value.
    """

    kind: str
    code: str
    name: Both = field(default_factory=dict)
    old: str = ""
    new: str = ""

    def to_json(self) -> dict[str, Any]:
        """The change as the inbox keeps it."""
        return {**self.__dict__, "name": dict(self.name)}


def changes_of(file: Published, before: str | None) -> Iterator[Change]:
    """The changes of one checked file against the version that held before (None: it is new here)."""
    if not file.path.startswith("products/"):
        yield Change("file", file.path, new=file.version)
        return
    old, new = _products(before or ""), _products(file.text)
    for code in sorted(new):
        if code not in old:
            yield Change("product_new", code, _name(new[code]))
        elif _risk(old[code]) != _risk(new[code]):
            yield Change("product_risk", code, _name(new[code]), _risk(old[code]), _risk(new[code]))
        elif old[code] != new[code]:
            yield Change("product_changed", code, _name(new[code]))
    for code in sorted(old.keys() - new.keys()):
        yield Change("product_withdrawn", code, _name(old[code]))


def _products(text: str) -> dict[str, Mapping[str, Any]]:
    """The newest version of each product of a file, by id."""
    found: dict[str, Mapping[str, Any]] = {}
    for item in tomllib.loads(text).get("product", []):
        code = one_line(str(item["id"]))
        if code not in found or found[code]["version"] < item["version"]:
            found[code] = item
    return found


def _name(product: Mapping[str, Any]) -> Both:
    return {lang: one_line(str(text)) for lang, text in product["name"].items()}


def _risk(product: Mapping[str, Any]) -> str:
    """The level that holds: the higher of the two ratings (令2025年第7号 第二十二条)."""
    given = [product[name] for name in ("issuer_risk_level", "seller_risk_level") if name in product]
    return f"R{max(given)}" if given else "—"
