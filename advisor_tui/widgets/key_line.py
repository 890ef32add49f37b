"""The line of keys at the bottom, read from the bindings that act right now."""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from advisor_tui.base.languages import translate
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
    """A key and what it does, as people read them."""

    key: str
    text: str


@runtime_checkable
class HasKeys(Protocol):
    """A screen that says which keys it offers."""

    def keys(self) -> list[KeyHint]:
        """The hints, the most needed first; F1 is always last."""
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
        hint = KeyHint(binding.key_display or key_name(key), translate(binding.description))
        (last if key == "f1" else hints).append(hint)
    return hints + last


class KeyLine(Widget):
    """A rule and the keys that are offered now; what does not fit is left out before F1."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 2; width: 100%; background: $background; }
    """

    def on_mount(self) -> None:
        """Follow the focus and whatever else changes the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render(self) -> Content:
        """The rule and the line."""
        hints = self.screen.keys() if isinstance(self.screen, HasKeys) else key_hints(self.screen)
        room = self.size.width - 1
        *rest, last = hints or [KeyHint("", "")]
        room -= width(f"{last.key} {last.text}")
        parts: list[Content] = []
        for hint in rest:
            room -= width(f"{hint.key} {hint.text}") + 2
            if room < 0:
                break
            parts.append(_hint(hint))
        parts.append(_hint(last))
        return Content.assemble(signs("─") * self.size.width, "\n ", Content("  ").join(parts))


def _hint(hint: KeyHint) -> Content:
    return Content.assemble((hint.key, "bold"), " ", hint.text)
