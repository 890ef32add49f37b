"""What the automatic proposal, the projection and the cooling-off leave on record; answers half typed."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (
    ("proposal", "solution VARCHAR DEFAULT '{}' NOT NULL", "solution_json", "solution IS NULL OR json_valid(solution)"),
    (
        "proposal_line",
        "pinned INTEGER DEFAULT 0 NOT NULL",
        "pinned_range",
        "pinned IS NULL OR (typeof(pinned) = 'integer' AND pinned >= 0 AND pinned <= 1)",
    ),
    ("proposal_line", "bound VARCHAR DEFAULT '{}' NOT NULL", "bound_json", "bound IS NULL OR json_valid(bound)"),
    (
        "disclosure",
        "read_seconds INTEGER DEFAULT 0 NOT NULL",
        "read_seconds_range",
        "read_seconds IS NULL OR (typeof(read_seconds) = 'integer' AND read_seconds >= 0)",
    ),
)
TABLES = """
CREATE TABLE cooling_off (
    id VARCHAR(36) NOT NULL,
    line_id VARCHAR NOT NULL,
    confirmation_id VARCHAR NOT NULL,
    client_id VARCHAR NOT NULL,
    starts_at VARCHAR NOT NULL,
    ends_at VARCHAR,
    status VARCHAR NOT NULL,
    ended_at VARCHAR,
    form_number VARCHAR NOT NULL,
    remark VARCHAR NOT NULL,
    received_on DATE,
    PRIMARY KEY (id),
    CONSTRAINT status_one_of CHECK (status IN ('running', 'over', 'revoked')),
    CONSTRAINT received_on_date CHECK (received_on IS date(received_on)),
    FOREIGN KEY(line_id) REFERENCES proposal_line (id) ON DELETE CASCADE,
    FOREIGN KEY(confirmation_id) REFERENCES confirmation (id) ON DELETE CASCADE,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);
CREATE INDEX ix_cooling_off_client_id ON cooling_off (client_id);
CREATE INDEX ix_cooling_off_ends ON cooling_off (status, ends_at);
CREATE INDEX ix_cooling_off_line_id ON cooling_off (line_id);
CREATE TABLE projection (
    id VARCHAR(36) NOT NULL,
    proposal_id VARCHAR NOT NULL,
    client_id VARCHAR NOT NULL,
    rerun_of_id VARCHAR,
    made_at VARCHAR NOT NULL,
    stress VARCHAR NOT NULL,
    seed INTEGER NOT NULL,
    paths INTEGER NOT NULL,
    months INTEGER NOT NULL,
    library VARCHAR NOT NULL,
    input_sha256 VARCHAR NOT NULL,
    assumptions VARCHAR NOT NULL,
    result VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT seed_range CHECK (seed IS NULL OR (typeof(seed) = 'integer' AND seed >= 0)),
    CONSTRAINT paths_range CHECK (paths IS NULL OR (typeof(paths) = 'integer' AND paths >= 1)),
    CONSTRAINT months_range CHECK (months IS NULL OR (typeof(months) = 'integer' AND months >= 1)),
    CONSTRAINT assumptions_json CHECK (assumptions IS NULL OR json_valid(assumptions)),
    CONSTRAINT result_json CHECK (result IS NULL OR json_valid(result)),
    FOREIGN KEY(proposal_id) REFERENCES proposal (id) ON DELETE CASCADE,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(rerun_of_id) REFERENCES projection (id) ON DELETE CASCADE
);
CREATE INDEX ix_projection_proposal ON projection (proposal_id, made_at);
CREATE TABLE answer_draft (
    id VARCHAR(36) NOT NULL,
    interview_id VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT content_json CHECK (content IS NULL OR json_valid(content)),
    FOREIGN KEY(interview_id) REFERENCES interview (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ux_answer_draft ON answer_draft (interview_id, question)
"""


def upgrade() -> None:
    """No line was pinned before, no projection kept, and no reading timed."""
    for table, column, name, test in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} CONSTRAINT {name} CHECK ({test})")
    op.execute("ALTER TABLE disclosure ADD COLUMN form_number VARCHAR DEFAULT '' NOT NULL")
    for statement in TABLES.split(";"):
        op.execute(statement)
