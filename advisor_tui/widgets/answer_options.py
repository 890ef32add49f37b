"""The options of a choice: digits answer, Enter goes on, arrows do the same without digits."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from advisor_tui.base.text import half_width, one_line
from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.wrapping import wrapped

_INDENT = 5
"""Cells before an option's text: its digit and its mark."""


@dataclass(frozen=True)
class Choice:
    """One option: its id, its text in the language in use, and whether it excludes the others."""

    id: str
    text: str
    alone: bool = False


class AnswerOptions(LaidOutOnce, can_focus=True):
    """Up to nine options.

    With one to choose, a digit or an arrow chooses. With several, a digit ticks and unticks, arrows move and Space
    ticks. Enter gives what is chosen; with nothing chosen it does nothing.
    """

    DEFAULT_CSS = """
    AnswerOptions { height: auto; width: 1fr; }
    """

    class Given(Message):
        """Enter was pressed; `chosen` are option ids in the order of the options."""

        def __init__(self, options: "AnswerOptions", chosen: tuple[str, ...]) -> None:
            super().__init__()
            self.options, self.chosen = options, chosen

    class Changed(Message):
        """Something was chosen or unticked."""

    class BelowLast(Message):
        """Down was pressed on the last option."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices: tuple[Choice, ...] = ()
        self._several = False
        self._at: int | None = None
        self.chosen: tuple[str, ...] = ()

    def offer(self, choices: Sequence[Choice], chosen: Sequence[str], *, several: bool) -> None:
        """Show other options, with these chosen."""
        before = self._height(self.size.width)
        self._choices = tuple(choices)
        self._several = several
        self.chosen = tuple(choice.id for choice in choices if choice.id in chosen)
        places = [place for place, choice in enumerate(choices) if choice.id in chosen]
        self._at = places[0] if places else None
        self.refresh(layout=self._height(self.size.width) != before)

    # Keys

    async def _on_key(self, event: events.Key) -> None:
        """Digits in half or full width, arrows, Space, Enter."""
        digit = half_width(event.character or "")
        if digit.isdecimal() and 0 < int(digit) <= len(self._choices):
            self._choose(int(digit) - 1)
        elif event.key == "up":
            self._move(-1)
        elif event.key == "down":
            self._move(1)
        elif event.key == "space" and self._at is not None:
            self._choose(self._at)
        elif event.key == "enter":
            self._give()
        else:
            return
        event.stop()
        event.prevent_default()

    def _choose(self, place: int) -> None:
        self._at = place
        choice = self._choices[place]
        ticked = set(self.chosen)
        if not self._several:
            ticked = {choice.id}
        elif choice.id in ticked:
            ticked.discard(choice.id)
        elif choice.alone:
            ticked = {choice.id}
        else:
            ticked = {other.id for other in self._choices if other.id in ticked and not other.alone} | {choice.id}
        self.chosen = tuple(other.id for other in self._choices if other.id in ticked)
        self.refresh()
        self.post_message(self.Changed())

    def _move(self, by: int) -> None:
        place = (len(self._choices) if by < 0 else -1) if self._at is None else self._at
        place += by
        if place >= len(self._choices):
            self.post_message(self.BelowLast())
        elif place >= 0:
            if self._several:
                self._at = place
                self.refresh()
            else:
                self._choose(place)

    def _give(self) -> None:
        self.post_message(self.Given(self, self.chosen))

    # Drawing

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Show no cursor."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines of all options at this width."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return sum(len(self._wrapped(choice, width)) for choice in self._choices)

    def _wrapped(self, choice: Choice, width: int) -> list[str]:
        return wrapped(one_line(choice.text), max(8, width - _INDENT))

    def render(self) -> Content:
        """A line an option, the chosen ones marked with a sign, the cursor with the accent and its digit underlined."""
        parts: list[Content] = []
        for place, choice in enumerate(self._choices):
            ticked = choice.id in self.chosen
            if self._several:
                mark = "[x]" if ticked else "[ ]"
                head = f"{place + 1}{mark} "
            else:
                head = f"{place + 1} {signs('●' if ticked else '○')}  "
            first, *more = self._wrapped(choice, self.size.width)
            text = "\n".join([head + first, *(" " * _INDENT + line for line in more)])
            here = place == self._at and self.has_focus
            style = "bold $accent" if here else "bold" if ticked else ""
            shown = Content.styled(text, style) if style else Content(text)
            parts.append(shown.stylize("underline", 0, len(head.rstrip())) if here else shown)
        return Content("\n").join(parts)
