"""The migrations, one file a schema version; Alembic runs them, and only for an older database."""
