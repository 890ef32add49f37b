"""`advisor-tui init`: a new home."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import language, mark, translate
from advisor_tui.base.settings import Settings
from advisor_tui.cli.at_home import at_home
from advisor_tui.cli.exchange import enrolled_lines
from advisor_tui.cli.options import BranchOption, HomeOption, JsonOption, LangOption, PassphraseOption, passphrase
from advisor_tui.cli.output import heading


def init(
    staff: Annotated[str, typer.Option("--staff", help=translate(mark("Your staff number.")), metavar="NO")],
    name: Annotated[str, typer.Option("--name", help=translate(mark("Your name.")), metavar="NAME")],
    branch: BranchOption,
    branch_name: Annotated[
        str, typer.Option("--branch-name", help=translate(mark("The branch's name.")), metavar="NAME")
    ] = "",
    lead: Annotated[bool, typer.Option("--lead", help=translate(mark("You are the branch lead.")))] = False,
    enrolment: Annotated[
        Path | None,
        typer.Option("--enrolment", help=translate(mark("Head office's enrolment file.")), metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Make the encrypted home; with an enrolment file also the terminal's keys, for head office to accept."""
    from advisor_tui.desk.footprint import Footprint
    from advisor_tui.desk.opening import NewHome, make_home, open_with_key
    from advisor_tui.sync.enrolling import load_offer

    with at_home(home, lang, json=json) as (answer, place):
        clock, ids = SystemClock(), Uuid7Source()
        offer = load_offer(enrolment, clock, branch) if enrolment else None
        settings = Settings(lang=language() if lang else "")
        new = NewHome(staff, name, branch, branch_name, "lead" if lead else "advisor", settings)
        before = Footprint(place)
        key = make_home(place, new, passphrase(passphrase_file, new=True), clock, ids)
        values = {"home": str(place.root), "staff": staff, "enrolled": offer is not None}
        values |= dict.fromkeys(("keys_file", "fingerprint", "head_office"))
        told = [heading(mark("The desk is ready in {folder}."), folder=place.root)]
        if offer is None:
            told.append(
                translate(mark("It works alone: nothing can be recovered without the passphrase, and export is off."))
            )
        else:
            try:
                with closing(open_with_key(place, staff, key, clock, ids)) as desk:
                    done = desk.exchange.enrol(offer, key, Path.cwd())
            except BaseException:
                before.undo()
                raise
            values |= {
                "keys_file": done.keys_file, "fingerprint": done.fingerprint, "head_office": done.head_office,
            }  # fmt: skip
            told += enrolled_lines(done)
        answer.result(values, *told)
