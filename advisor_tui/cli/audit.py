"""`advisor-tui audit`: the journal's chain."""

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.at_home import at_home
from advisor_tui.cli.groups import group
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, unlocked
from advisor_tui.cli.output import REFUSED, heading
from advisor_tui.desk.views.diagnosis import REASONS

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.callback()(group)


@app.command("verify", help=translate(mark("Walk the journal's chain and name the first bad entry.")))
def verify(
    home: HomeOption = None, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Answer `{entries, ok, first_bad}`; exit code 1 when an entry is not what it was."""
    from advisor_tui.desk.diagnosis import verify_journal

    with at_home(home, lang, json=json) as (answer, place):
        told = translate(mark("Walking the journal"))
        with unlocked(place, passphrase_file) as desk, answer.progress(told) as progress:
            found = verify_journal(desk.office, progress)
        if found.ok:
            told = heading(mark("All {count} entries are what they were."), count=found.entries)
        else:
            told = heading(
                mark("Entry {seq} is not what it was ({reason})."),
                seq=found.first_bad,
                reason=translate(REASONS[found.reason]),
            )
        answer.result({"entries": found.entries, "ok": found.ok, "first_bad": found.first_bad}, told)
    if not found.ok:
        raise typer.Exit(REFUSED)
