"""A desk whose passphrase was forgotten: the recovery key opens its database for a new one."""

from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_KEY_FILE
from advisor_tui.sync.opening import read_capped
from advisor_tui.sync.recovery import Request, answer_of, read_request


def answer_request(context: Context, path: Path, out: Path) -> Request:
    """Write the answer to a desk's request; whoever has it and that desk's request reads every client of it.

    Raises:
        DeskError: `file_unreadable`, `recovery_invalid`, `recovery_foreign`, `folder_missing`; `key_missing` where the
            recovery key does not lie in `keys/`.
    """
    request = read_request(read_capped(path, MAX_KEY_FILE), path.name)
    if not out.parent.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(out.parent))
    answer = answer_of(request, context.keys.recovery_key(), path.name)
    write_durably(out, answer.to_text().encode())
    return request
