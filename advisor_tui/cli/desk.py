"""`advisor-tui` without a command: the desk itself."""

import typer

from advisor_tui.cli.groups import hold
from advisor_tui.cli.options import HomeOption, LangOption, PassphraseOption
from advisor_tui.cli.output import answering


def open_desk(
    context: typer.Context, home: HomeOption = None, lang: LangOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """Open the desk, or say why it cannot be opened."""
    if context.invoked_subcommand is not None:
        given = {"home": home, "lang": lang, "passphrase_file": passphrase_file}
        hold(context, {name: value for name, value in given.items() if value})
        return
    from advisor_tui.cli.launching import Asked, open_desk

    with answering(json=False):
        raise typer.Exit(open_desk(Asked(home, lang, passphrase_file)))
