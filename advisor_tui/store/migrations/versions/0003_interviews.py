"""Where an answer comes from, and interviews that were held on paper."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    (
        "answer",
        "source VARCHAR DEFAULT 'client' NOT NULL"
        " CONSTRAINT source_one_of CHECK (source IN ('client', 'document', 'head_office'))",
    ),
    ("answer", "as_of DATE CONSTRAINT as_of_date CHECK (as_of IS date(as_of))"),
    (
        "interview",
        "medium VARCHAR DEFAULT 'talk' NOT NULL CONSTRAINT medium_one_of CHECK (medium IN ('talk', 'paper'))",
    ),
    ("interview", "form_number VARCHAR DEFAULT '' NOT NULL"),
)


def upgrade() -> None:
    """Every answer so far was the client's own word, in a talk."""
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
