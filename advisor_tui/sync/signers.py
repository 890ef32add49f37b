"""Who may sign: OpenSSH's `allowed_signers` lines, Ed25519 only."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.sshsig import NAMESPACE, parse_public_line, public_line

_LINE = re.compile(r'(\S+) namespaces="([^"]*)",valid-after="(\d{14}Z)",valid-before="(\d{14}Z)" (ssh-ed25519 \S+)')
_TIME = "%Y%m%d%H%M%SZ"


@dataclass(frozen=True)
class Signer:
    """One allowed signer.

    Attributes:
        principal: `terminal-T0123` or `head-office`.
        public: Its raw Ed25519 key.
        valid_after: From when its signatures count (UTC, whole seconds).
        valid_before: Until when.
    """

    principal: str
    public: bytes
    valid_after: datetime
    valid_before: datetime

    def line(self) -> str:
        """The signer as a line of `allowed_signers`, with its newline."""
        after, before = self.valid_after.strftime(_TIME), self.valid_before.strftime(_TIME)
        return (
            f'{self.principal} namespaces="{NAMESPACE}",valid-after="{after}",valid-before="{before}" '
            f"{public_line(self.public)}\n"
        )


def parse_signers(text: str, where: str) -> list[Signer]:
    """Read `allowed_signers`; blank lines and comments are skipped.

    Raises:
        DeskError: `signers_invalid`, naming the file and line.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match[2] != NAMESPACE:
            raise DeskError(
                "signers_invalid", mark("The list of allowed signers cannot be read"), where=f"{where}:{number}"
            )
        after, before = (datetime.strptime(match[i], _TIME).replace(tzinfo=UTC) for i in (3, 4))
        found.append(Signer(match[1], parse_public_line(match[5], f"{where}:{number}"), after, before))
    return found


def check_signer(signers: list[Signer], principal: str, public: bytes, at: datetime, where: str) -> Signer:
    """The allowed signer with this name and key at an instant.

    Raises:
        DeskError: `signer_unknown` when nobody of that name is registered, `signer_wrong` when the key is another's,
            `signer_expired` outside the key's time.
    """
    named = [signer for signer in signers if signer.principal == principal]
    if not named:
        raise DeskError("signer_unknown", mark("{signer} is not registered"), where=where, signer=principal)
    for signer in named:
        if signer.public == public:
            if signer.valid_after <= at < signer.valid_before:
                return signer
            raise DeskError("signer_expired", mark("{signer}'s key is out of its time"), where=where, signer=principal)
    raise DeskError("signer_wrong", mark("It was not signed by {signer}'s key"), where=where, signer=principal)
