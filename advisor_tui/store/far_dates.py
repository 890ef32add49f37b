"""The dates that stand in a client's card where there is none; apart from the tables, whose import is not cheap."""

from datetime import date

NEVER = date.min
"""`last_contact_on` of a client with whom no contact is on record: the longest ago of all."""
NOTHING_DUE = date.max
"""`next_due_on` and `id_expires_on` where there is none: the latest of all."""
