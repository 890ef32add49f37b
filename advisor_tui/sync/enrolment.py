"""The two files of an enrolment: head office's offer, and the terminal's keys authenticated under its secret."""

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from advisor_tui.base.clock import instant_text, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.age import check_recipient
from advisor_tui.sync.identity import Identity
from advisor_tui.sync.names import check_terminal
from advisor_tui.sync.sshsig import fingerprint, parse_public_line
from advisor_tui.sync.strict_json import dump, load_object

OFFER_FORMAT = "bank-sync-enrolment/1"
KEYS_FORMAT = "bank-sync-keys/1"
OFFER_LIFE = timedelta(hours=72)


@dataclass(frozen=True)
class Offer:
    """What head office hands to one terminal, by a way that it trusts: the secret lets anyone enrol once.

    Attributes:
        terminal: The terminal's name.
        branch: Its branch's code.
        secret: 256 random bits in hex.
        expires: UTC instant, 72 hours after it was made.
        peer_epoch: The epoch of head office's bundles to this terminal.
        head_office_key: Its signing key as a public line.
        recipients: Its age keys by name, the newest last.
        recovery: Its recovery recipient.
    """

    terminal: str
    branch: str
    secret: str
    expires: str
    peer_epoch: str
    head_office_key: str
    recipients: Mapping[str, str]
    recovery: str

    def to_text(self) -> str:
        """The enrolment file."""
        return dump({"format": OFFER_FORMAT, **self.__dict__}) + "\n"

    @property
    def fingerprint(self) -> str:
        """Of head office's signing key, to compare by telephone."""
        return fingerprint(parse_public_line(self.head_office_key, self.terminal))


@dataclass(frozen=True)
class TerminalKeys:
    """A terminal's public keys, as `T0123.keys` carries them."""

    terminal: str
    branch: str
    epoch: str
    signing_key: str
    recipient: str
    made: str
    mac: str

    @property
    def fingerprint(self) -> str:
        """Of the terminal's signing key, to compare by telephone."""
        return fingerprint(parse_public_line(self.signing_key, self.terminal))

    def to_text(self) -> str:
        """The file `T0123.keys`."""
        return dump({"format": KEYS_FORMAT, **self.__dict__}) + "\n"

    def _signed(self) -> str:
        values = {name: value for name, value in self.__dict__.items() if name != "mac"}
        return dump({"format": KEYS_FORMAT, **values})


def new_secret() -> str:
    """256 random bits in hex."""
    return secrets.token_hex(32)


def expiry(now: datetime) -> str:
    """When an offer made now stops counting."""
    return instant_text(now + OFFER_LIFE)


def read_offer(raw: bytes, where: str, now: datetime) -> Offer:
    """Read an enrolment file.

    Raises:
        DeskError: `enrolment_invalid`, `enrolment_expired`.
    """
    offer = Offer(**_fields(raw, where, OFFER_FORMAT, Offer))
    check_terminal(offer.terminal)
    parse_public_line(offer.head_office_key, where)
    check_recipient(offer.recovery, where)
    if not offer.recipients:
        raise DeskError("enrolment_invalid", mark("This is not an enrolment file"), where=where)
    for recipient in offer.recipients.values():
        check_recipient(recipient, where)
    if _instant(offer.expires, where) <= now:
        raise DeskError(
            "enrolment_expired", mark("The enrolment ended at {expires}; ask for a new one"), where=where,
            expires=offer.expires,
        )  # fmt: skip
    return offer


def read_terminal_keys(raw: bytes, where: str) -> TerminalKeys:
    """Read `T0123.keys`, still unauthenticated: `enrolment_invalid`, `key_invalid` for anything else."""
    keys = TerminalKeys(**_fields(raw, where, KEYS_FORMAT, TerminalKeys))
    check_terminal(keys.terminal)
    parse_public_line(keys.signing_key, where)
    check_recipient(keys.recipient, where)
    _instant(keys.made, where)
    return keys


def fingerprint_of(identity: Identity) -> str:
    """Of an enrolled terminal's signing key; head office reads it back by telephone."""
    return read_terminal_keys(identity.keys_file.encode(), identity.terminal).fingerprint


def authenticate(keys: TerminalKeys, secret: str) -> TerminalKeys:
    """The keys with their HMAC-SHA256 under the offer's secret."""
    return TerminalKeys(**{**keys.__dict__, "mac": _mac(keys, secret)})


def check_authentic(keys: TerminalKeys, secret: str, where: str) -> None:
    """Refuse with `enrolment_forged` what was not made with the offer's secret."""
    if not hmac.compare_digest(_mac(keys, secret).encode(), keys.mac.encode()):
        raise DeskError(
            "enrolment_forged", mark("These keys were not made with this terminal's enrolment file"), where=where
        )


def _mac(keys: TerminalKeys, secret: str) -> str:
    digest = hmac.digest(bytes.fromhex(secret), keys._signed().encode(), "sha256")
    return base64.b64encode(digest).decode()


def _fields(raw: bytes, where: str, form: str, into: type[Offer] | type[TerminalKeys]) -> dict[str, Any]:
    values = load_object(raw, where)
    names = {field.name for field in fields(into)}
    wrong = values.pop("format", None) != form or values.keys() != names
    if not wrong:
        for name, value in values.items():
            kept = value.values() if name == "recipients" and isinstance(value, dict) else [value]
            wrong = wrong or not all(isinstance(text, str) for text in kept)
        wrong = wrong or isinstance(values.get("recipients", {}), str)
    if wrong:
        raise DeskError("enrolment_invalid", mark("This is not an enrolment file"), where=where)
    return values


def _instant(value: str, where: str) -> datetime:
    try:
        return parse_instant(value)
    except ValueError as error:
        raise DeskError("enrolment_invalid", mark("This is not an enrolment file"), where=where) from error
