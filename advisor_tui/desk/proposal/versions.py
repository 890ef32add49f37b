"""What changed from one version of a proposal to another: lines, and what the rules say of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.check import Basis, judge
from advisor_tui.desk.proposal.found import frozen_findings, left_out
from advisor_tui.desk.proposal.records import StoredLine, draft_of, find, stored_lines
from advisor_tui.desk.proposal.sheet import stored_finding
from advisor_tui.desk.proposal.terms import RECORDS, show_finding
from advisor_tui.desk.views.proposals import Both, FindingView
from advisor_tui.desk.views.versions import FindingChange, LineChange, Version, Versions
from advisor_tui.rules.findings import Verdict
from advisor_tui.store.tables import Client, Proposal

BasisOf = Callable[[Session, Client], Basis]
Key = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""A product's code ("" for the whole), the rule, its verdict and its subject: what makes a finding the same in two
versions, whatever its figures are."""
_WRITTEN_FIGURES = ("share", "load")
"""Parameters that are figures though they are texts; every other text says what a finding is about."""


@dataclass(frozen=True)
class _Side:
    """A version; `left_out` are product's code and rule of what could not be judged for want of a fact."""

    lines: dict[str, StoredLine]
    findings: dict[Key, FindingView]
    left_out: frozenset[tuple[str, str]]


class VersionComparison:
    """Reads two versions: a draft is judged today, what was presented by what was found then."""

    def __init__(self, office: Office, basis: BasisOf) -> None:
        self._office = office
        self._basis = basis

    def compare(self, after_id: str, before_id: str = "") -> Versions:
        """From one version to another of the same proposal; without `before_id` from the one before it.

        Raises:
            DeskError: `proposal_unknown`.
        """
        with self._office.read() as session:
            after = find(session, after_id)
            client = session.get_one(Client, after.client_id)
            same = session.exec(
                select(Proposal)
                .where(Proposal.client_id == after.client_id, Proposal.number == after.number)
                .order_by(col(Proposal.version).desc())
            ).all()
            earlier = [one for one in same if one.version < after.version]
            before = next((one for one in same if one.id == before_id), earlier[0] if earlier else after)
            left, right = self._side(session, before, client), self._side(session, after, client)
            versions = {one.id: _version(session, one) for one in same}
            return Versions(
                client.name,
                after.number,
                tuple(versions.values()),
                versions[before.id],
                versions[after.id],
                _lines(left, right),
                _findings(left, right),
            )

    def _side(self, session: Session, proposal: Proposal, client: Client) -> _Side:
        lines = stored_lines(session, proposal.id)
        by_code = {line.product.code: line for line in lines}
        if proposal.status == "draft":
            return self._judged(session, proposal, client, by_code)
        codes = {line.row.id: line.product.code for line in lines}
        found = {
            _key(codes.get(row.line_id or "", ""), row.rule, row.verdict, json.loads(row.params)): stored_finding(
                self._office, row
            )
            for row in frozen_findings(session, proposal)
            if row.rule not in RECORDS
        }
        missing = {(codes.get(row.line_id or "", ""), row.rule) for row in left_out(session, proposal)}
        return _Side(by_code, found, frozenset(missing))

    def _judged(self, session: Session, proposal: Proposal, client: Client, by_code: dict[str, StoredLine]) -> _Side:
        basis = self._basis(session, client)
        judged = judge(draft_of(proposal, list(by_code.values())), basis)
        said = [
            (code, finding)
            for code, decision in {**judged.lines, "": judged.whole}.items()
            for finding in decision.findings
        ]
        found = {
            _key(code, finding.rule, finding.verdict.value, finding.params): show_finding(finding, basis.rules)
            for code, finding in said
            if finding.verdict is not Verdict.MISSING
        }
        missing = {(code, finding.rule) for code, finding in said if finding.verdict is Verdict.MISSING}
        return _Side(by_code, found, frozenset(missing))


def _key(code: str, rule: str, verdict: str, params: Mapping[str, object]) -> Key:
    texts = ((name, value) for name, value in params.items() if isinstance(value, str))
    return code, rule, verdict, tuple(sorted(text for text in texts if text[0] not in _WRITTEN_FIGURES))


def _version(session: Session, proposal: Proposal) -> Version:
    amount = sum(line.row.amount for line in stored_lines(session, proposal.id))
    moment = proposal.decided_at or proposal.presented_at or proposal.created_at
    return Version(proposal.id, proposal.version, proposal.status, moment, proposal.investable, amount)


def _lines(left: _Side, right: _Side) -> tuple[LineChange, ...]:
    """The lines of the later version in their order, then those that went."""
    codes = [*right.lines, *(code for code in left.lines if code not in right.lines)]
    return tuple(_line(code, left.lines.get(code), right.lines.get(code)) for code in codes)


def _line(code: str, before: StoredLine | None, after: StoredLine | None) -> LineChange:
    shown = after or before
    assert shown is not None
    content = json.loads(shown.product.text)
    amounts = (None if before is None else before.row.amount, None if after is None else after.row.amount)
    terms = before is not None and after is not None and _terms(before) != _terms(after)
    change = "added" if before is None else "removed" if after is None else "same"
    if change == "same" and (amounts[0] != amounts[1] or terms):
        change = "changed"
    return LineChange(code, content["name"], shown.product.risk_level, *amounts, change, terms)


def _terms(line: StoredLine) -> tuple[object, ...]:
    row = line.row
    return (row.pay, row.pay_years, row.origin, row.goal_id, row.need_id, line.product.version)


def _findings(left: _Side, right: _Side) -> tuple[FindingChange, ...]:
    """What appeared, then what went; a consent that came or went with its line says nothing new.

    A rule that is left out for want of a fact is a question and no result: nothing appears by it, and what the earlier
    version said by that rule has not gone.
    """
    changed = [(key, view, True) for key, view in right.findings.items() if key not in left.findings]
    changed += [
        (key, view, False)
        for key, view in left.findings.items()
        if key not in right.findings and key[:2] not in right.left_out
    ]
    return tuple(
        FindingChange(_name(key[0], left, right), view, appeared)
        for key, view, appeared in changed
        if view.verdict != "allowed"
    )


def _name(code: str, left: _Side, right: _Side) -> Both | None:
    line = right.lines.get(code) or left.lines.get(code)
    if line is None:
        return None
    name: Both = json.loads(line.product.text)["name"]
    return name
