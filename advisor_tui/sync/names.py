"""Names of terminals and of bundle files; they carry no client data."""

import re
from dataclasses import dataclass

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

HEAD_OFFICE = "HQ"
HEAD_OFFICE_SIGNER = "head-office"
"""The principal that head office signs as."""
SIGNATURE_SUFFIX = ".sig"
_TERMINAL = re.compile(r"T[0-9]{4,8}")
_BUNDLE = re.compile(r"(HQ|T[0-9]{4,8})-(HQ|T[0-9]{4,8})-([0-9]{8})\.zip\.age")


@dataclass(frozen=True)
class BundleName:
    """A bundle's place in its stream: who to whom, and the how-manyeth of the epoch."""

    sender: str
    receiver: str
    seq: int

    @property
    def stem(self) -> str:
        """The bundle's name without endings: `T0123-HQ-00000042`."""
        return f"{self.sender}-{self.receiver}-{self.seq:08d}"

    @property
    def file(self) -> str:
        """The sealed file's name."""
        return f"{self.stem}.zip.age"

    @property
    def signature(self) -> str:
        """The signature file's name."""
        return self.file + SIGNATURE_SUFFIX


def parse_bundle_name(text: str) -> BundleName:
    """Read a sealed file's name.

    Raises:
        DeskError: `bundle_name` for anything but `FROM-TO-NNNNNNNN.zip.age` between a terminal and head office.
    """
    match = _BUNDLE.fullmatch(text)
    if match is None or (match[1] == HEAD_OFFICE) == (match[2] == HEAD_OFFICE) or int(match[3]) == 0:
        raise DeskError("bundle_name", mark("This is not a bundle's file name"), where=text)
    return BundleName(match[1], match[2], int(match[3]))


def check_terminal(text: str) -> str:
    """A terminal's name, as it came.

    Raises:
        DeskError: `terminal_name` for anything but T and four to eight digits.
    """
    if _TERMINAL.fullmatch(text) is None:
        raise DeskError(
            "terminal_name", mark("A terminal is named T and four to eight digits, such as T0123"), where=text
        )
    return text


def signer_of(sender: str) -> str:
    """The principal in `allowed_signers` for a sender: `terminal-T0123`, or head office's."""
    return HEAD_OFFICE_SIGNER if sender == HEAD_OFFICE else f"terminal-{sender}"
