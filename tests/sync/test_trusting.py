"""Head office renews its keys with a bundle that the old key signs: rising versions, new recipients, revocations."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.store.keys import read_keys
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.key_set import KeySet, write_key_set
from advisor_tui.sync.package import KEYS
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line
from tests.exchange_support import Exchanging, desk_key, identity_of
from tests.sync.hq_pen import Pen

AFTER, BEFORE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def root_key(both: Exchanging) -> bytes:
    return parse_public_line(identity_of(both).head_office_key, "")


def keys(both: Exchanging, version: int = 1) -> KeySet:
    """The keys of the enrolment, with a new age key of the month."""
    identity = identity_of(both)
    recipients = {**identity.recipients, "hq-2026-12": age.new_identity()[1]}
    signer = Signer("head-office", root_key(both), AFTER, BEFORE)
    return KeySet(version, (signer,), recipients, identity.recovery)


def send(both: Exchanging, pen: Pen, made: KeySet) -> tuple[str, ...]:
    [result] = both.desk.exchange.receive([pen.write({KEYS.path: write_key_set(made)}, kind="keys")])
    return result.lines


def refused(both: Exchanging, pen: Pen, made: KeySet | None = None) -> str:
    path = pen.write({KEYS.path: write_key_set(made)}, kind="keys") if made else pen.write({}, kind="heartbeat")
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([path])
    return caught.value.code


def test_the_next_bundle_is_sealed_for_the_new_key_of_the_month(both: Exchanging, pen: Pen) -> None:
    secret, recipient = age.new_identity()
    made = keys(both)
    made = replace(made, recipients={**made.recipients, "hq-2026-12": recipient})
    [line] = send(both, pen, made)
    assert "hq-2026-12" in line
    assert identity_of(both).month_key == "hq-2026-12"
    both.send()
    [sealed] = both.carried.glob("*.age")
    assert age.decrypt(sealed.read_bytes(), [secret], "").startswith(b"PK")


def test_a_version_only_rises(both: Exchanging, pen: Pen) -> None:
    send(both, pen, keys(both, 5))
    for version in (5, 4):
        assert refused(both, pen, keys(both, version)) == "keys_older"
        pen.seq, pen.prev = 1, _last(both)
    send(both, pen, keys(both, 6))


def _last(both: Exchanging) -> str:
    with both.desk.office.rows() as connection:
        return str(connection.exec_driver_sql("SELECT sha256 FROM bundle_received ORDER BY seq DESC").scalar())


def test_a_signer_that_is_not_named_any_more_or_revoked_is_not_believed(both: Exchanging, pen: Pen) -> None:
    other = parse_public_line(new_signing_key()[1], "")
    made = keys(both)
    send(both, pen, replace(made, signers=(Signer("head-office", other, AFTER, BEFORE),)))
    assert refused(both, pen) == "signer_wrong"


def test_a_revoked_signer_is_refused_as_such(both: Exchanging, pen: Pen) -> None:
    send(both, pen, replace(keys(both), revoked=frozenset({root_key(both)})))
    assert refused(both, pen) == "signer_revoked"


def test_a_signers_time_counts(both: Exchanging, pen: Pen) -> None:
    made = keys(both)
    send(both, pen, replace(made, signers=(replace(made.signers[0], valid_before=both.clock.now() + timedelta(1)),)))
    both.clock.move(timedelta(days=2))
    assert refused(both, pen) == "signer_expired"


def test_the_new_signer_is_believed(both: Exchanging, pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    private, public = new_signing_key()
    made = keys(both)
    signers = (*made.signers, Signer("head-office", parse_public_line(public, ""), AFTER, BEFORE))
    send(both, pen, replace(made, signers=signers))
    path = pen.write({}, kind="heartbeat")
    signed = sshsig.sign(load_signing_key(private.encode()), path.read_bytes())
    path.with_name(f"{path.name}.sig").write_bytes(signed)
    [result] = both.desk.exchange.receive([path])
    assert result.status == "applied"


def test_a_new_recovery_key_opens_the_database(both: Exchanging, pen: Pen) -> None:
    secret, recipient = age.new_identity()
    send(both, pen, replace(keys(both), recovery=recipient))
    ring = read_keys(both.desk.office.home.keys)
    assert age.decrypt(base64.b64decode(ring.recovery), [secret], "") == desk_key()
    assert json.loads(both.desk.office.home.keys.read_text())["users"]


def test_a_new_enrolment_believes_its_own_key_alone(both: Exchanging, pen: Pen) -> None:
    from advisor_tui.sync.enrolling import load_offer

    send(both, pen, replace(keys(both), revoked=frozenset({root_key(both)})))
    offer_file = both.carried / "T0123.enrolment"
    both.head_office.enrol("T0123", both.desk.office.me.branch_code, offer_file)
    both.desk.exchange.enrol(load_offer(offer_file, both.clock), desk_key(), both.carried)
    pen.seq, pen.prev = 0, "0" * 64
    [result] = both.desk.exchange.receive([pen.write({}, kind="heartbeat")])
    assert result.status == "applied"
    both.send()
    assert [path.name for path in both.carried.glob("*.age")] == ["T0123-HQ-00000001.zip.age"]
