"""`advisor-tui recover`: a passphrase was forgotten, and head office's recovery key helps."""

from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.at_home import at_home
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, passphrase
from advisor_tui.cli.output import heading


def recover(
    answer_file: Annotated[
        Path | None, typer.Argument(help=translate(mark("Head office's answer.")), metavar="FILE")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help=translate(mark("Ask: the request to write.")), metavar="FILE", dir_okay=False),
    ] = None,
    staff: Annotated[
        str, typer.Option("--staff", help=translate(mark("Whose passphrase was forgotten.")), metavar="NO")
    ] = "",
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Ask head office with --out; with its answer, let the new passphrase count. Both take the new passphrase."""
    from advisor_tui.desk.recovering import ask, take

    with at_home(home, lang, json=json) as (answer, place):
        if (answer_file is None) == (out is None):
            raise DeskError("usage", mark("Give either --out or head office's answer."), where="--out")
        secret = passphrase(passphrase_file, new=True)
        if out is not None:
            request = ask(place, secret, out, staff_no=staff)
            answer.result(
                {"staff": request.staff, "request": str(out), "code": request.code},
                heading(mark("Give {file} to head office, and tell it this code by telephone: {code}"), file=out,
                        code=request.code),
                translate(mark("The old passphrase goes on counting until the answer was taken in.")),
            )  # fmt: skip
        elif answer_file is not None:
            done = take(place, secret, answer_file, SystemClock(), Uuid7Source())
            answer.result({"staff": done, "request": None, "code": None},
                          heading(mark("The new passphrase of {staff} counts now; the journal tells of it."),
                                  staff=done))  # fmt: skip
