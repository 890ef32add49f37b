"""A command about one home: its answer, in the language that was asked for, else in the home's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor_tui.base.home import Home
from advisor_tui.cli.asking import home_of, speak
from advisor_tui.cli.output import Answer, answering


@contextmanager
def at_home(
    home: Path | None, lang: str | None, *, json: bool, by_steps: bool = False
) -> Iterator[tuple[Answer, Home]]:
    """Run a command's body with its answer and the home; see `answering` for refusals and Ctrl+C.

    A refusal that names no place of its own is about the home.

    Args:
        home: The home that was named; None is the default one.
        lang: The language that was asked for; None asks the home's settings.
        json: Answer in JSON.
        by_steps: See `answering`.
    """
    with answering(json=json, by_steps=by_steps) as answer:
        place = home_of(home)
        answer.about = str(place.root)
        speak(lang, place)
        yield answer, place
