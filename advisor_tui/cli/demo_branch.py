"""Making the demo's desk and its head office, in a thread behind the first screen."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.clock import Clock, SystemClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds, Uuid7Source
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.cli.demo import Progress, standing
from advisor_tui.desk.demo.build import fill_demo
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

_CHEAP_SCRYPT = 12
"""log2 of scrypt's N for the demo's head office, which has nothing to protect."""


def make_demo(
    root: Path,
    passphrase: str,
    clock: Clock,
    clients: int,
    seed: int,
    lang: Lang,
    progress: Progress = lambda *_: None,
) -> "Desk":
    """Make home, people and head office below a folder, and answer the unlocked desk.

    Args:
        root: A folder with nothing in it, or none yet.
        passphrase: Of the desk and of head office.
        clock: Of the desk; the demo is made at the opening hour of its day.
        clients: How many.
        seed: The same seed and day make the same people with the same past.
        lang: The desk's language, and that of what its people write.
        progress: See `desk.demo.build.fill_demo`; what it raises ends the making.
    """
    branch = load_reference(data_root()).demo
    still = standing(clock)
    ids = SeededIds(seed, still)
    home = Home(root / "desk")
    settings = Settings(lang=lang, demo=True)
    new = NewHome(branch.staff_no, branch.staff_name, branch.branch_code, branch.branch_name, settings=settings)
    key = make_home(home, new, passphrase, still, ids)
    desk = open_with_key(home, branch.staff_no, key, still, ids)
    try:
        fill_demo(desk.office, ids, clients, seed, lang, progress)
        _enrol(root, desk, key, passphrase, branch.terminal, branch.branch_code)
    finally:
        desk.close()
    return open_with_key(home, branch.staff_no, key, clock, Uuid7Source())


def _enrol(root: Path, desk: "Desk", key: bytes, passphrase: str, terminal: str, branch_code: str) -> None:
    # Head office lives by the machine's clock whatever the demo's date is: its commands are run on their own later.
    from advisor_tui.headoffice.office import HeadOffice

    passphrase_file = root / "passphrase.txt"
    with os.fdopen(os.open(passphrase_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(passphrase + "\n")
    office = HeadOffice.create(
        root / "head-office", passphrase, SystemClock(), Uuid7Source(), work_factor=_CHEAP_SCRYPT
    )
    offer = office.enrol(terminal, branch_code, root / f"{terminal}.enrolment")
    office.accept(Path(desk.exchange.enrol(offer, key).keys_file))
    office.close()
