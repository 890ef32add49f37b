"""The Chinese catalogue: what the code asks for, what the .po files give, and the .mo that joins them.

`python -m tests.tools.catalogue` writes the .mo; `python -m tests.tools.catalogue --missing` lists message ids
without Chinese.
"""

import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "advisor_tui"
PO_FOLDER = PACKAGE / "base" / "locale" / "zh"
MO_FILE = PACKAGE / "base" / "locale" / "zh.mo"
_PLACE = re.compile(r"\{(\w+)[^}]*\}")


@dataclass(frozen=True)
class Use:
    """One message as the code asks for it."""

    context: str | None
    message: str
    where: str


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def uses_in(source: str, where: str) -> Iterator[Use]:
    """The messages of one module: literals given to `translate`, `translate_in` and `mark`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name, place = _called(node), f"{where}:{node.lineno}"
        if name in ("translate", "mark") and node.args:
            message = _literal(node.args[0])
            if message:
                yield Use(None, message, place)
        elif name == "translate_in" and len(node.args) == 2:
            context, message = _literal(node.args[0]), _literal(node.args[1])
            if context and message:
                yield Use(context, message, place)


def unmarked_in(source: str, where: str) -> Iterator[str]:
    """Sentences that reach a person without passing `mark`: binding descriptions and messages of `DeskError`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        position = {"Binding": 2, "DeskError": 1}.get(_called(node))
        if position is not None and len(node.args) > position:
            text = _literal(node.args[position])
            if text:
                yield f"{where}:{node.lineno}: {text}"


def _modules() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE.parent))


def uses() -> list[Use]:
    """Every message that the package asks for."""
    return [use for source, where in _modules() for use in uses_in(source, where)]


def unmarked() -> list[str]:
    """Every sentence of the package that misses its `mark`."""
    return [place for source, where in _modules() for place in unmarked_in(source, where)]


def catalogues() -> dict[str, Catalog]:
    """Every .po file by name."""
    found = {}
    for path in sorted(PO_FOLDER.glob("*.po")):
        with path.open("rb") as file:
            found[path.name] = read_po(file, locale="zh", abort_invalid=True)
    return found


def entries() -> Iterator[tuple[str, str | None, str, str]]:
    """File, context, message id and Chinese of every entry."""
    for name, catalogue in catalogues().items():
        for message in catalogue:
            if message.id:
                yield name, message.context, str(message.id), str(message.string or "")


def untranslated() -> list[Use]:
    """Messages in the code that have no Chinese."""
    known = {(context, message) for _, context, message, chinese in entries() if chinese}
    return [use for use in uses() if (use.context, use.message) not in known]


def unused() -> list[str]:
    """Entries that no code asks for."""
    asked = {(use.context, use.message) for use in uses()}
    return [f"{name}: {message}" for name, context, message, _ in entries() if (context, message) not in asked]


def duplicates() -> list[str]:
    """Message ids that stand in more than one entry; read from the text, because the parser joins repeats."""
    counted: Counter[tuple[str, str]] = Counter()
    for path in sorted(PO_FOLDER.glob("*.po")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            context = re.search(r"^msgctxt (.*)$", block, re.MULTILINE)
            message = re.search(r"^msgid ((?:\".*\"\n?)+)", block, re.MULTILINE)
            if message and message[1].strip() != '""':
                text = "".join(re.findall(r'"(.*)"', message[1]))
                counted[(context[1] if context else "", text)] += 1
    return [message for (_, message), count in counted.items() if count > 1]


def wrong_places() -> list[str]:
    """Entries whose `{places}` differ between the two languages."""
    return [
        f"{name}: {message}"
        for name, _, message, chinese in entries()
        if chinese and sorted(set(_PLACE.findall(message))) != sorted(set(_PLACE.findall(chinese)))
    ]


def mo_bytes() -> bytes:
    """The .mo that the .po files give now."""
    joined = Catalog(locale="zh", charset="utf-8", header_comment="")
    for _, context, message, chinese in sorted(entries(), key=lambda entry: (entry[2], entry[1] or "")):
        if chinese:
            joined.add(message, chinese, context=context)
    out = io.BytesIO()
    write_mo(out, _without_dates(joined))
    return out.getvalue()


def _without_dates(catalogue: Catalog) -> Catalog:
    """A catalogue whose header does not change with the day it was written."""
    catalogue.project, catalogue.version = "advisor-tui", "1"
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalogue


def stale() -> bool:
    """Whether the .mo in the tree differs from what the .po files give."""
    return not MO_FILE.exists() or MO_FILE.read_bytes() != mo_bytes()


def main(arguments: list[str]) -> int:
    """Write the .mo, or list what is missing."""
    if "--missing" in arguments:
        for use in untranslated():
            print(f"{use.where}: {use.context or ''} {use.message!r}")
        return 0
    MO_FILE.write_bytes(mo_bytes())
    print(f"{MO_FILE.name}: {sum(1 for _ in entries())} messages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
