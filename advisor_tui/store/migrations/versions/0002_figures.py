"""Indexes for the week's figures and for what is sent.

Entries are made by one view from now on; its triggers are generated afterwards.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_proposal_presented", "proposal", ("advisor_id", "presented_at")),
    ("ix_proposal_decided", "proposal", ("advisor_id", "decided_at")),
    ("ix_interview_completed", "interview", ("advisor_id", "completed_at")),
    ("ix_credit_decision_decided_on", "credit_decision", ("decided_on",)),
    ("ix_bundle_sent_sealed", "bundle_sent", ("sealed_at",)),
    ("ix_bundle_sent_open", "bundle_sent", ("epoch", "delivered_at", "name")),
)


def upgrade() -> None:
    """Find what was done in a week, and what was sealed and not delivered, without reading the bundles for it."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, list(columns))
