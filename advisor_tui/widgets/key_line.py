"""The line of keys at the bottom, read from the bindings that act right now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from advisor_tui.base.languages import mark, translate
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import width

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "insert": "Insert",
    "delete": "Del",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "space": "Space",
    "tab": "Tab",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "full_stop": ".",
    "comma": ",",
}


@dataclass(frozen=True)
class KeyHint:
    """A key and what it does, as people read them; a spare one may be left out of the line without a word."""

    key: str
    text: str
    spare: bool = False


@runtime_checkable
class HasKeys(Protocol):
    """A screen that says which keys it offers."""

    def keys(self) -> list[KeyHint]:
        """The hints, the most needed first; F1 is always last."""
        ...


@runtime_checkable
class HasLastingKeys(Protocol):
    """A screen with keys that stand at the end of the line whatever the width."""

    def lasting_keys(self) -> list[KeyHint]:
        """The hints after F1."""
        ...


def key_name(key: str) -> str:
    """A key as it is printed on a keyboard: `ctrl+n` is Ctrl+N, `f2` is F2."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    last = signs(_NAMES.get(last, last.upper() if len(last) == 1 or last[1:].isdigit() else last))
    return "+".join([*(word.capitalize() for word in modifiers), last])


def key_hints(screen: Screen[Any]) -> list[KeyHint]:
    """The shown bindings that act now, nearest to the focus first, without letters that a text field takes."""
    focused = screen.focused
    seen: set[str] = set()
    hints: list[KeyHint] = []
    last: list[KeyHint] = []
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.show or not active.enabled or binding.action in seen:
            continue
        if focused is not None and focused.check_consume_key(key, key_to_character(key)):
            continue
        seen.add(binding.action)
        hint = KeyHint(signs(binding.key_display or key_name(key)), translate(binding.description))
        (last if key == "f1" else hints).append(hint)
    return hints + last


class KeyLine(Widget):
    """A rule and the keys that are offered now, each whole.

    What does not fit is left out before F1, which then says that it tells all keys.
    """

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 2; width: 100%; background: $background; }
    """

    def on_mount(self) -> None:
        """Follow the focus and whatever else changes the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """The rule and the line."""
        hints = self.screen.keys() if isinstance(self.screen, HasKeys) else key_hints(self.screen)
        lasting = self.screen.lasting_keys() if isinstance(self.screen, HasLastingKeys) else []
        shown = fitting(hints, lasting, self.size.width - 1, translate(mark("Keys")))
        line = Content("  ").join([_hint(hint) for hint in shown])
        return Content.assemble(signs("─") * self.size.width, "\n ", line)


def fitting(hints: Sequence[KeyHint], lasting: Sequence[KeyHint], cells: int, more: str) -> list[KeyHint]:
    """The hints that stand whole in so many cells: the last of them and `lasting` first, then the others in order.

    Args:
        hints: The most needed first; the last one tells them all.
        lasting: What stands after them at every width.
        cells: The room.
        more: What the last hint is called where another one, not a spare one, is left out.
    """
    first, kept = _fitting(hints, lasting, cells)
    if any(not hint.spare for hint in hints[len(first) : -1]):
        first, kept = _fitting([*hints[:-1], replace(hints[-1], text=more)], lasting, cells)
    return first + kept


def _fitting(hints: Sequence[KeyHint], lasting: Sequence[KeyHint], cells: int) -> tuple[list[KeyHint], list[KeyHint]]:
    """What stands first and what stands last."""
    kept = [*hints[-1:], *lasting]
    while len(kept) > 1 and _cells(kept) > cells:
        kept.pop()
    first: list[KeyHint] = []
    for hint in hints[:-1]:
        if _cells([*first, hint, *kept]) > cells:
            break
        first.append(hint)
    return first, kept


def _cells(hints: Sequence[KeyHint]) -> int:
    return sum(width(f"{hint.key} {hint.text}") for hint in hints) + 2 * max(0, len(hints) - 1)


def _hint(hint: KeyHint) -> Content:
    return Content.assemble((hint.key, "bold"), " ", hint.text)
