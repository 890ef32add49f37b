"""What leaves in clear on purpose: entered in the access log, then written for its owner only."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.desk.office import Office
from advisor_tui.store.tables import AccessLog


def write_in_clear(
    office: Office,
    name: str,
    content: bytes,
    *,
    action: str,
    kind: Literal["print", "export"],
    what: str,
    client_id: str | None = None,
) -> Path:
    """Write a file into the home's `print/`, which locking the desk empties, and return where it lies.

    Args:
        office: The desk.
        name: The file's name, made from ids and dates only.
        content: Its bytes.
        action: What the journal calls it.
        kind: What the access log calls it.
        what: What left, for the access log; no client's data.
        client_id: Whose data it is, if one client's.

    Raises:
        DeskError: `print_failed`: the folder cannot be written to, or the disk is full. The log says that it was tried.
    """
    with office.write(action) as session:
        session.add(
            AccessLog(
                id=office.ids.new(),
                client_id=client_id,
                advisor_id=office.me.id,
                at=office.clock.now(),
                kind=kind,
                what=what,
            )
        )
        session.commit()
    path = office.printed(name)
    try:
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise DeskError(
            "print_failed", mark("{file} could not be written: {reason}"), file=str(path), reason=reason_of(error)
        ) from error
    return path
