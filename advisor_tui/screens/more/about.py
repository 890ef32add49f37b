"""What this program is, which version, where its home lies."""

from textual.app import ComposeResult

from advisor_tui import __version__
from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class AboutScreen(DeskScreen):
    """Reads the version and the home folder's path."""

    AREA = "more"
    HEADING = mark("About")
    DEFAULT_CSS = "AboutScreen #about { padding: 1 2; }"
    HELP = mark("Version, home folder and licence, as the help desk asks for them.")

    def compose_body(self) -> ComposeResult:
        """A few lines."""
        text = "\n".join(
            (
                translate(mark("Financial advisor's desk")),
                "",
                f"{translate(mark('Version'))}  {__version__}",
                f"{translate(mark('Home folder'))}  {self.shell.launch.home.root}",
                f"{translate(mark('Licence'))}  MIT",
            )
        )
        yield Prose(plain(text), id="about")
