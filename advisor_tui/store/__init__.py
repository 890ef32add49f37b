"""The encrypted database: tables, opening and keys, journal, search, migrations."""
