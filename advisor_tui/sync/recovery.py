"""The two files by which a desk whose passphrase was forgotten gets another: its request, and head office's answer.

The recovery key never leaves head office, and the database's key is never written in clear: the request carries what
`keys.json` holds for the recovery key, and the answer that same key, sealed for a key which the request was made with.
"""

import base64
from dataclasses import dataclass, fields
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync import age
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.strict_json import dump, load_object

REQUEST_FORMAT = "bank-sync-recovery-request/1"
ANSWER_FORMAT = "bank-sync-recovery-answer/1"
KEY_BYTES = 32
_CODE, _GROUP = 24, 4


@dataclass(frozen=True)
class Request:
    """What a desk asks.

    Attributes:
        staff: Whose passphrase was forgotten.
        envelope: The database's key, sealed for head office's recovery key (age, base64).
        recipient: The age recipient that was made for this request alone.
    """

    staff: str
    envelope: str
    recipient: str

    def to_text(self) -> str:
        """The file."""
        return dump({"format": REQUEST_FORMAT, **self.__dict__}) + "\n"

    @property
    def code(self) -> str:
        """What both sides compare by telephone: an answer to somebody else's request would open this desk for them."""
        digest = sha256(self.recipient.encode())[:_CODE]
        return " ".join(digest[place : place + _GROUP] for place in range(0, _CODE, _GROUP))


@dataclass(frozen=True)
class Answer:
    """What head office answers: the database's key, sealed for the request's recipient (age, base64)."""

    sealed: str

    def to_text(self) -> str:
        """The file."""
        return dump({"format": ANSWER_FORMAT, **self.__dict__}) + "\n"


def read_request(raw: bytes, where: str) -> Request:
    """The request of a file; `recovery_invalid`, `key_invalid` for anything else."""
    request = Request(**_fields(raw, where, REQUEST_FORMAT, Request))
    _decoded(request.envelope, where)
    age.check_recipient(request.recipient, where)
    return request


def answer_of(request: Request, identity: str, where: str) -> Answer:
    """The answer to a request.

    Args:
        request: What was asked.
        identity: Head office's recovery key.
        where: The request's place.

    Raises:
        DeskError: `recovery_foreign`: the desk was not enrolled with this head office, or the request is damaged.
    """
    foreign = DeskError(
        "recovery_foreign",
        mark("This recovery key does not open it: the desk is of another head office, or the file is damaged"),
        where=where,
    )
    try:
        key = age.decrypt(_decoded(request.envelope, where), [identity], where)
    except DeskError as error:
        raise foreign from error
    if len(key) != KEY_BYTES:
        raise foreign
    return Answer(base64.b64encode(age.encrypt(key, [request.recipient])).decode())


def key_of(raw: bytes, identity: str, where: str) -> bytes:
    """The database's key that an answer brings.

    Raises:
        DeskError: `recovery_invalid`; `recovery_other` for the answer to another request.
    """
    answer = Answer(**_fields(raw, where, ANSWER_FORMAT, Answer))
    try:
        return age.decrypt(_decoded(answer.sealed, where), [identity], where)
    except DeskError as error:
        if error.code != "decrypt_failed":
            raise
        raise DeskError(
            "recovery_other", mark("It does not answer the last request of this desk"), where=where
        ) from error


def _decoded(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _invalid(where) from error


def _fields(raw: bytes, where: str, form: str, into: type[Request] | type[Answer]) -> dict[str, Any]:
    values = load_object(raw, where)
    names = {field.name for field in fields(into)}
    if (
        values.pop("format", None) != form
        or values.keys() != names
        or not all(isinstance(value, str) for value in values.values())
    ):
        raise _invalid(where)
    return values


def _invalid(where: str) -> DeskError:
    message = mark("This is not a request for a new passphrase, nor the answer to one")
    return DeskError("recovery_invalid", message, where=where)
