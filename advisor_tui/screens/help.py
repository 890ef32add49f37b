"""F1: what the screen below is for, and every key that acts on it."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import key_name
from advisor_tui.widgets.plain import pad, plain, plain_line, width
from advisor_tui.widgets.prose import Prose

Keys = list[tuple[str, str]]


def keys_of(screen: Screen[Any]) -> Keys:
    """Every key of ours that acts on a screen now with what it does, nearest to the focus first, a line an action.

    Actions that are shown by one name for their keys and say the same, such as `1-9`, are one line.

    A binding with an id is ours; the stock keys of a text field are not explained.
    """
    lines: dict[str, tuple[list[str], str]] = {}
    for key, active in screen.active_bindings.items():
        typed_wide = key.startswith("fullwidth") or not key.isascii()
        if active.binding.id and active.binding.description and active.enabled and not typed_wide:
            shown = active.binding.key_display
            action = f"{shown} {active.binding.description}" if shown else active.binding.action
            names, _ = lines.setdefault(action, ([], translate(active.binding.description)))
            names.append(signs(active.binding.key_display or key_name(key)))
    own = screen.help_keys() if isinstance(screen, DeskScreen) else []
    return [*own, *((" ".join(dict.fromkeys(names)), text) for names, text in lines.values())]


class HelpScreen(ModalScreen[None]):
    """Reads nothing and changes nothing; any of Esc, F1, Enter closes it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,fullwidth_question_mark", "close", mark("Close"), id="help.close")
    ]

    def __init__(self, heading: str, text: str, keys: Keys) -> None:
        super().__init__()
        self._heading, self._text, self._keys = heading, text, keys

    def compose(self) -> ComposeResult:
        """The words, then the keys."""
        wide = max((width(names) for names, _ in self._keys), default=0) + 2
        keys = Content("\n").join([Content.assemble((pad(names, wide), "bold"), text) for names, text in self._keys])
        with VerticalScroll(id="help-box"):
            yield Prose(plain_line(self._heading), id="help-heading")
            yield Prose(plain(signs(self._text)), id="help-text")
            yield Prose(keys)
        yield Prose(signs(translate(mark("↑ ↓ Scroll  Esc Close"))), id="help-keys")

    def action_close(self) -> None:
        """Back to the screen that was explained."""
        self.dismiss()
