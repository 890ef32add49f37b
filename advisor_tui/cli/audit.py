"""`advisor-tui audit`: the journal's chain."""

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, home_of, speak, unlocked
from advisor_tui.cli.output import REFUSED, answering, heading

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
REASONS = {
    "gap": mark("an entry is missing before it"),
    "chain": mark("it does not follow the entry before it"),
    "payload": mark("its content was changed"),
    "hash": mark("its header was changed"),
    "blank": mark("its content was blanked without an order"),
    "short": mark("the end of the journal is missing"),
}


@app.command("verify", help=translate(mark("Walk the journal's chain and name the first bad entry.")))
def verify(
    home: HomeOption = None, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Answer `{entries, ok, first_bad}`; exit code 1 when an entry is not what it was."""
    with answering(json=json) as answer:
        from advisor_tui.desk.diagnosis import verify_journal

        place = home_of(home)
        speak(lang, place)
        desk = unlocked(place, passphrase_file)
        try:
            with answer.progress(translate(mark("Walking the journal"))) as progress:
                found = verify_journal(desk.office, progress)
        finally:
            desk.close()
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
