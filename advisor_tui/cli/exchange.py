"""`advisor-tui export`, `receive` and `enrol`: the exchange with head office."""

import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor_tui.base.clock import CHINA, SystemClock, parse_instant
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.at_home import at_home
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, PassphraseOption, passphrase, unlocked
from advisor_tui.cli.output import heading

if TYPE_CHECKING:
    from advisor_tui.desk.views.exchange import EnrolledView, ReceiveView, SealedFile
    from advisor_tui.sync.outbox import Copied

ToOption = Annotated[
    Path, typer.Option("--to", help=translate(mark("The folder for the sealed files.")), metavar="DIR", file_okay=False)
]
_STATUS = {
    "applied": mark("applied"),
    "duplicate": mark("was applied before"),
    "ended": mark("passed over: it belongs to a stream that has ended"),
    "parked": mark("waits"),
    "refused": mark("was refused"),
}


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("export", help=translate(mark("Seal what is new and copy sealed bundles into a folder.")))(export)
    app.command("receive", help=translate(mark("Apply what head office sends.")))(receive)
    app.command("enrol", help=translate(mark("Enrol this desk with head office.")))(enrol)


def export(
    to: ToOption,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help=translate(mark("Copy too what was exported before and head office has not acknowledged."))
        ),
    ] = False,
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Seal what is new and copy every undelivered bundle.

    Where nobody can be asked for the passphrase and no file names it (cron), only what was sealed before is copied,
    which needs no key and takes no lock.
    """
    from advisor_tui.sync.enrolling import require_enrolled
    from advisor_tui.sync.outbox import deliver
    from advisor_tui.sync.standing import told as told_standing

    with at_home(home, lang, json=json, by_steps=True) as (answer, place):
        require_enrolled(place)
        if passphrase_file is None and not sys.stdin.isatty():
            bundles = [_bundle(entry) for entry in deliver(place, to, SystemClock(), again=again)]
            answer.note(translate(mark("Only what was sealed before is copied; --passphrase-file seals first.")))
        else:
            with unlocked(place, passphrase_file) as desk:
                bundles = [_bundle(entry) for entry in desk.exchange.export(to, again=again)]
        told = [line for bundle in bundles for line in _copied(bundle)] or [
            translate(mark("Nothing to export: no sealed bundle is waiting."))
        ]
        standing = told_standing(place, SystemClock().now())
        answer.result({"bundles": bundles, **standing}, *told, *_standing_lines(standing))


def receive(
    files: Annotated[list[Path], typer.Argument(help=translate(mark("Sealed files of head office.")), metavar="FILE")],
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Verify and apply files of head office, in order; the first that is refused stops the rest."""
    from advisor_tui.sync.names import SIGNATURE_SUFFIX

    with at_home(home, lang, json=json, by_steps=True) as (answer, place):
        with unlocked(place, passphrase_file) as desk:
            # `receive DIR/*` names the signatures beside the bundles too; each is read with its own.
            signed = {file.with_name(file.name + SIGNATURE_SUFFIX) for file in files}
            results = desk.receive([file for file in files if file not in signed])
        told = [line for result in results for line in _told(result)]
        answer.result({"bundles": [{**asdict(result), "lines": list(result.lines)} for result in results]}, *told)


def enrol(
    file: Annotated[Path, typer.Argument(help=translate(mark("Head office's enrolment file.")), metavar="FILE")],
    home: HomeOption = None,
    lang: LangOption = None,
    passphrase_file: PassphraseOption = None,
    json: JsonOption = False,
) -> None:
    """Enrol a desk that worked alone so far, or again after its terminal was replaced."""
    from advisor_tui.desk.opening import open_with_key
    from advisor_tui.store.keys import read_keys
    from advisor_tui.sync.enrolling import load_offer

    with at_home(home, lang, json=json) as (answer, place):
        clock = SystemClock()
        ring, offer = read_keys(place.keys), load_offer(file, clock)
        user, key = ring.unwrap(passphrase(passphrase_file))
        with closing(open_with_key(place, user, key, clock, Uuid7Source(), salt=ring.salt)) as desk:
            done = desk.exchange.enrol(offer, key, Path.cwd())
        answer.result(
            asdict(done),
            heading(mark("Enrolled as {terminal}."), terminal=done.terminal),
            *enrolled_lines(done),
        )


def enrolled_lines(done: "EnrolledView") -> list[str]:
    """What to do with the keys' file, and what both sides compare by telephone."""
    return [
        heading(mark("Give {file} to head office."), file=done.keys_file),
        heading(mark("Fingerprint of this terminal: {fingerprint}"), fingerprint=done.fingerprint),
        heading(mark("Fingerprint of head office: {fingerprint}"), fingerprint=done.head_office),
        translate(mark("Compare both with head office by telephone before it accepts the file.")),
    ]


def _bundle(entry: "Copied | SealedFile") -> dict[str, str | int]:
    values = {"moved_aside": entry.aside} if entry.aside else {}
    return {
        **values,
        "file": entry.file,
        "signature": entry.signature,
        "seq": entry.seq,
        "changes": entry.changes,
        "bytes": entry.bytes,
    }


def _copied(bundle: dict[str, str | int]) -> list[str]:
    lines = [heading(mark("{file}: changes {changes}, bytes {bytes}"), **bundle)]
    if "moved_aside" in bundle:
        told = mark("! Another bundle lay there under this name; it is in {file} now.")
        lines.append("  " + heading(told, file=bundle["moved_aside"]))
    return lines


def _standing_lines(standing: dict[str, Any]) -> list[str]:
    states, since = standing["states"], standing["head_office"]["stale_since"]
    message = mark("Sealed and not exported: {sealed}; exported: {delivered}; head office has: {acknowledged}.")
    lines = [heading(message, **states)]
    if since is not None:
        when = f"{parse_instant(since).astimezone(CHINA):%Y-%m-%d %H:%M}"
        lines.append(heading(mark("! Head office's data has been stale since {since}."), since=when))
    return lines


def _told(result: "ReceiveView") -> list[str]:
    lines = [f"{result.file}: {translate(_STATUS[result.status])}", *(f"  {line}" for line in result.lines)]
    if result.acknowledged:
        lines.append("  " + heading(mark("Head office has {count} more of our bundles."), count=result.acknowledged))
    return lines
