"""Whether a presented proposal still stands: time has passed, and what the client signs has to be true today."""

import json

from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.base.money import yuan
from advisor_tui.desk.proposal.check import Basis, Judged, judge
from advisor_tui.desk.proposal.found import frozen_findings
from advisor_tui.desk.proposal.position import recorded_position
from advisor_tui.desk.proposal.presentation import refuse
from advisor_tui.desk.proposal.product_record import product_text, sha256
from advisor_tui.desk.proposal.records import StoredLine, draft_of, held_today
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.rules.positions import moved
from advisor_tui.store.tables import Proposal

PAPERS = (
    "advise_stop", "written_confirm", "signed_statement", "guardian_consent_on_file", "senior_care",
    "qualified_investor_proof",
)  # fmt: skip
"""Words of `must_do` that leave a paper or an act behind which has its own tick."""


def check_standing(session: Session, proposal: Proposal, lines: list[StoredLine], basis: Basis) -> None:
    """Refuse an acceptance of what is not true any more: what is sold has to be what was shown, and still allowed.

    Raises:
        DeskError: `positions_changed`, `product_changed`; what `refuse` refuses; `owed_more` for a duty that was not
            owed when the proposal was presented, so that nobody is asked for less than is owed.
    """
    _check_positions(session, proposal, lines, basis)
    for line in lines:
        product = basis.products.get(line.product.code)
        sold = line.row.amount > line.row.held
        if sold and product is not None and sha256(product_text(product)) != line.product.sha256:
            raise DeskError(
                "product_changed",
                mark(
                    "{product} changed since it was shown (version {old}, now {new}): make a new version and "
                    "show it again."
                ),
                where=line.product.code,
                product=pick(product.name),
                old=line.product.version,
                new=product.version,
            )
    judged = judge(draft_of(proposal, lines), basis)
    refuse(judged, basis)
    _check_duties(session, proposal, lines, judged, basis)


def _check_positions(session: Session, proposal: Proposal, lines: list[StoredLine], basis: Basis) -> None:
    """What was bought or given back since is another proposal; what a market does by itself within the limit is not."""
    held = held_today(session, proposal.client_id, lines)
    for line in lines:
        before = recorded_position(frozen_findings(session, proposal, line.row.id), line.row.held)
        now = held[line.product.code]
        if moved(before, now, basis.drift):
            message = (
                mark(
                    "The client's holdings of {product} are not those of when this was shown ({old} yuan then, {new} "
                    "yuan now): make a new version and show it again."
                )
                if basis.drift.within(before.value_fen, now.value_fen)
                else mark(
                    "The client had {old} yuan of {product} when this was shown and has {new} yuan now: make a new "
                    "version and show it again."
                )
            )
            raise DeskError(
                "positions_changed",
                message,
                where=line.product.code,
                product=pick(json.loads(line.product.text)["name"]),
                old=yuan(before.value_fen),
                new=yuan(now.value_fen),
            )


def _check_duties(session: Session, proposal: Proposal, lines: list[StoredLine], judged: Judged, basis: Basis) -> None:
    for line in lines:
        rows = frozen_findings(session, proposal, line.row.id)
        asked = {_duty(row.rule, word) for row in rows for word in json.loads(row.must_do)}
        for finding in judged.lines[line.product.code].findings:
            for word in finding.must_do:
                if _duty(finding.rule, word) not in asked:
                    view = show_finding(finding, basis.rules)
                    raise DeskError(
                        "owed_more",
                        mark(
                            "{product}: {duty} is owed today and was not when this was shown. {rule}: {text} "
                            "({article}) Make a new version and show it again."
                        ),
                        where=line.product.code,
                        product=pick(json.loads(line.product.text)["name"]),
                        duty=basis.rules.must_do(word),
                        rule=view.title,
                        text=view.text,
                        article=view.source,
                    )


def _duty(rule: str, word: str) -> tuple[str, str]:
    """What tells one duty from another: a paper is asked for by each rule, an act such as recording is done once."""
    return (rule if word in PAPERS else "", word)
