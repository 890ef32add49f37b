"""The terminal's own choices; language, colours and signs change at once, without a restart."""

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.settings import Settings
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.form import FieldSpec, Form

MAX_IDLE = 240
"""Minutes; longer than that is as good as never, which is written 0."""


def idle_minutes(text: str) -> str | None:
    """A complaint about the minutes of the idle lock, or None."""
    if text.isdecimal() and int(text) <= MAX_IDLE:
        return None
    return translate(mark("A number of minutes from 0 to {limit}; 0 never locks.")).format(limit=MAX_IDLE)


class SettingsScreen(DeskScreen):
    """Reads and writes settings.toml of the home."""

    AREA = "more"
    HEADING = mark("Settings")
    HELP = mark("Choices of this terminal. Arrows or digits change a choice, Enter goes on, Ctrl+S saves.")
    FIRST_FOCUS = "#field-lang"

    def compose_body(self) -> ComposeResult:
        """The form."""
        settings = self.shell.settings
        no_yes = (("no", translate(mark("No"))), ("yes", translate(mark("Yes"))))
        yield Form(
            (
                FieldSpec("lang", mark("Language"), self.shell.lang, options=(("zh", "中文"), ("en", "English"))),
                FieldSpec(
                    "theme",
                    mark("Colours"),
                    settings.theme,
                    options=(("dark", translate(mark("Dark"))), ("light", translate(mark("Light")))),
                ),
                FieldSpec(
                    "ascii",
                    mark("ASCII borders"),
                    "yes" if settings.ascii_borders else "no",
                    options=no_yes,
                    hint=mark("For consoles that draw lines and marks two cells wide."),
                ),
                FieldSpec(
                    "idle",
                    mark("Idle lock (minutes)"),
                    str(settings.idle_lock_minutes),
                    kind="digits",
                    required=True,
                    check=idle_minutes,
                ),
            )
        )

    def unsaved(self) -> bool:
        """Whether a choice was changed and not saved."""
        return any(form.dirty for form in self.query(Form))

    def on_form_saved(self, event: Form.Saved) -> None:
        """Take the choices over."""
        event.form.mark_saved()
        self.shell.change_settings(chosen(self.shell.settings, event.values))
        self.say(mark("Saved."))


def chosen(settings: Settings, values: Mapping[str, str]) -> Settings:
    """The settings with what the form says."""
    return replace(
        settings,
        lang=values["lang"],
        theme=values["theme"],
        ascii_borders=values["ascii"] == "yes",
        idle_lock_minutes=int(values["idle"]),
    )
