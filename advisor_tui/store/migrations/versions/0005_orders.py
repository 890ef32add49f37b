"""Head office's orders and their receipts, locked clients, and conflicts that are journalled like other records.

A new epoch counts its bundles from one again, so their names are unique only within it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE bundle_sent_before AS SELECT * FROM bundle_sent;
DROP TABLE bundle_sent;
CREATE TABLE bundle_sent (
    id VARCHAR(36) NOT NULL,
    name VARCHAR NOT NULL,
    epoch VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    first_change INTEGER,
    last_change INTEGER,
    changes INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    prev_sha256 VARCHAR NOT NULL,
    signature VARCHAR NOT NULL,
    content BLOB,
    bytes INTEGER NOT NULL,
    sealed_at VARCHAR NOT NULL,
    delivered_at VARCHAR,
    acknowledged_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT kind_one_of CHECK (kind IN ('delta', 'full', 'heartbeat', 'keys', 'wipe')),
    CONSTRAINT seq_range CHECK (seq IS NULL OR (typeof(seq) = 'integer' AND seq >= 1))
);
INSERT INTO bundle_sent SELECT * FROM bundle_sent_before;
DROP TABLE bundle_sent_before;
CREATE INDEX ix_bundle_sent_name ON bundle_sent (name);
CREATE INDEX ix_bundle_sent_open ON bundle_sent (epoch, delivered_at, name);
CREATE INDEX ix_bundle_sent_sealed ON bundle_sent (epoch, seq, sealed_at);
CREATE UNIQUE INDEX ux_bundle_sent ON bundle_sent (epoch, seq);
DROP TABLE "conflict";
CREATE TABLE client_lock (
    id VARCHAR(36) NOT NULL,
    why VARCHAR NOT NULL,
    order_id VARCHAR NOT NULL,
    since VARCHAR NOT NULL,
    last_change INTEGER NOT NULL,
    until DATE,
    PRIMARY KEY (id),
    CONSTRAINT why_one_of CHECK (why IN ('reassigned', 'restricted')),
    CONSTRAINT last_change_range CHECK (last_change IS NULL OR (typeof(last_change) = 'integer' AND last_change >= 0)),
    CONSTRAINT until_date CHECK (until IS date(until))
);
CREATE TABLE "conflict" (
    id VARCHAR(36) NOT NULL,
    kind VARCHAR NOT NULL,
    client_id VARCHAR,
    table_name VARCHAR NOT NULL,
    row_id VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    kept VARCHAR NOT NULL,
    kept_hlc VARCHAR NOT NULL,
    kept_actor VARCHAR NOT NULL,
    lost VARCHAR NOT NULL,
    lost_hlc VARCHAR NOT NULL,
    lost_actor VARCHAR NOT NULL,
    found_at VARCHAR NOT NULL,
    settled_at VARCHAR,
    settled_by VARCHAR NOT NULL,
    choice VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_one_of CHECK (kind IN ('edit', 'delete', 'late')),
    CONSTRAINT choice_one_of CHECK (choice IN ('', 'kept', 'lost')),
    CONSTRAINT kept_json CHECK (kept IS NULL OR json_valid(kept)),
    CONSTRAINT lost_json CHECK (lost IS NULL OR json_valid(lost)),
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
);
CREATE INDEX ix_conflict_client_id ON "conflict" (client_id);
CREATE INDEX ix_conflict_open ON "conflict" (settled_at, found_at);
CREATE TABLE head_office_order (
    id VARCHAR(36) NOT NULL,
    kind VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    issued_at VARCHAR NOT NULL,
    effective_from DATE NOT NULL,
    content VARCHAR NOT NULL,
    bundle VARCHAR NOT NULL,
    received_at VARCHAR NOT NULL,
    applied_at VARCHAR,
    PRIMARY KEY (id),
    CONSTRAINT content_json CHECK (content IS NULL OR json_valid(content)),
    CONSTRAINT effective_from_date CHECK (effective_from IS date(effective_from))
);
CREATE INDEX ix_order_due ON head_office_order (applied_at, effective_from);
CREATE TABLE order_receipt (
    id VARCHAR(36) NOT NULL,
    kind VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT status_one_of CHECK (status IN ('applied', 'refused', 'restricted', 'erased', 'purged')),
    CONSTRAINT kind_not_empty CHECK (length(kind) > 0),
    CONSTRAINT evidence_json CHECK (evidence IS NULL OR json_valid(evidence))
);
ALTER TABLE bundle_received ADD COLUMN schema_version INTEGER DEFAULT 0 NOT NULL CONSTRAINT schema_version_range
    CHECK (schema_version IS NULL OR (typeof(schema_version) = 'integer' AND schema_version >= 0))
"""


def upgrade() -> None:
    """No conflict was ever recorded before, so its table is made anew."""
    for statement in TABLES.split(";"):
        op.execute(statement)
