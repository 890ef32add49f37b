"""`advisor-tui head-office restored` and `recover`: after a copy was put back, and for a forgotten passphrase."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.head_options import FolderOption, at_head_office
from advisor_tui.cli.options import JsonOption, LangOption, PassphraseOption
from advisor_tui.cli.output import heading


def register(app: typer.Typer) -> None:
    """Add the commands to `head-office`."""
    app.command(
        "restored",
        help=translate(mark("After head office was put back from a copy: ask every terminal for everything.")),
    )(restored)
    app.command("recover", help=translate(mark("Open a desk whose passphrase was forgotten, for a new one.")))(recover)


def restored(
    home: FolderOption, lang: LangOption = None, passphrase_file: PassphraseOption = None, json: JsonOption = False
) -> None:
    """Begin new epochs and a new key; the next publish asks the terminals."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        done = office.put_back()
        told = [heading(mark("Asked for everything with the next publish: {terminals}"),
                        terminals=", ".join(done.asked) or "–")]  # fmt: skip
        if done.anew:
            told.append(heading(mark("! To be enrolled anew: {terminals}"), terminals=", ".join(done.anew)))
        if done.revoked:
            told.append(heading(mark("Their keys count no more, nothing was changed: {terminals}"),
                                terminals=", ".join(done.revoked)))  # fmt: skip
        told.append(heading(mark("The new key is {name}; terminals are told with the next publish."),
                            name=done.month_key))  # fmt: skip
        answer.result(asdict(done), *told)


def recover(
    home: FolderOption,
    request: Annotated[Path, typer.Argument(help=translate(mark("The desk's request.")), metavar="FILE")],
    out: Annotated[
        Path, typer.Option("--out", help=translate(mark("The answer to write.")), metavar="FILE", dir_okay=False)
    ],
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a request; who is asked for the code by telephone is known by his voice."""
    with at_head_office(home, lang, passphrase_file, json=json) as (answer, office):
        done = office.recover(request, out)
        answer.result(
            {"staff": done.staff, "answer": str(out), "code": done.code},
            heading(mark("{file} lets {staff} take a new passphrase at that desk."), file=out, staff=done.staff),
            heading(mark("Hand it over only where {staff} tells you this code by telephone: {code}"), staff=done.staff,
                    code=done.code),
        )  # fmt: skip
