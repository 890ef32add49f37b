"""Printing papers in the client's language: which one, which language, then one after the other with the progress."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, mark, translate
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.paths import shown_path
from advisor_tui.widgets.progress import Progress

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

LANGUAGES: tuple[tuple[Lang, str], ...] = (("zh", "中文"), ("en", "English"))
"""The languages that a client may have a paper in, each by its own name."""
_ALL = "all"


@dataclass(frozen=True)
class Printable:
    """A paper: what it is called on screen, and the job that prints it in a language and answers where it lies."""

    label: str
    job: "Callable[[Desk, Lang], Path]"


def choose_papers(screen: DeskScreen, papers: Sequence[Printable], client: str) -> None:
    """Ask which of the papers to print, one or all of them, and in which language; then print.

    Args:
        screen: The screen that asks.
        papers: At least one; a single one is not asked about.
        client: Whose they are, as the question names the person.
    """
    if len(papers) == 1:
        _choose_language(screen, papers)
        return
    options = [(_ALL, translate(mark("All of them")))]
    options += [(str(place), paper.label) for place, paper in enumerate(papers)]

    def chosen(answer: str) -> None:
        _choose_language(screen, papers if answer == _ALL else [papers[int(answer)]])

    pick_one(screen, mark("Which paper for {name}?"), options, chosen, name=client)


def _choose_language(screen: DeskScreen, papers: Sequence[Printable]) -> None:
    def chosen(answer: str) -> None:
        _PrintRun(screen, papers, next(lang for lang, _ in LANGUAGES if lang == answer)).start()

    pick_one(screen, mark("In which language?"), list(LANGUAGES), chosen, chosen="zh")


class _PrintRun:
    """Prints papers one after the other and then says where they lie; Esc stops behind the one that is under way."""

    def __init__(self, screen: DeskScreen, papers: Sequence[Printable], lang: Lang) -> None:
        self._screen = screen
        self._papers = tuple(papers)
        self._lang: Lang = lang
        self._done: list[Path] = []
        self._dialog = Progress(self._text, translate(mark("Stops behind this paper.")), self._print_next)

    @property
    def _text(self) -> str:
        text = translate(mark("Printing {place} of {count}: {paper}"))
        place = len(self._done)
        return text.format(place=place + 1, count=len(self._papers), paper=self._papers[place].label)

    def start(self) -> None:
        """Show the progress, which begins the printing."""
        self._screen.app.push_screen(self._dialog, lambda _: self._say())

    def _print_next(self) -> None:
        paper = self._papers[len(self._done)]

        def printed(path: Path) -> None:
            self._done.append(path)
            if self._dialog.stopped or len(self._done) == len(self._papers):
                self._end()
            else:
                self._dialog.tell(self._text)
                self._print_next()

        def failed(error: DeskError) -> None:
            self._screen.shell.show_error(error)
            self._end()

        self._screen.shell.act(lambda desk: paper.job(desk, self._lang), printed, failed, self._end)

    def _end(self) -> None:
        if self._dialog.is_attached:
            self._dialog.dismiss(None)

    def _say(self) -> None:
        if len(self._done) == 1:
            where = mark("{paper} lies in {path} until the desk locks; the print is in the access log.")
            self._screen.say(where, paper=self._papers[0].label, path=shown_path(self._done[0]))
        elif self._done:
            where = mark("{count} papers lie in {path} until the desk locks; the prints are in the access log.")
            self._screen.say(where, count=len(self._done), path=shown_path(self._done[0].parent))
