"""What a client signs, and the words that every document has in common."""

from advisor_tui.base.languages import mark, translate

HASH_GROUP = 8
"""Hexadecimal digits between two gaps, so that two printed hashes can be compared by eye."""


def confidential() -> str:
    """The footer of what is about one client."""
    return translate(mark("For the advice of this client only. Keep confidential."))


def client_statement() -> dict[str, object]:
    """The client's statement with the line for a date, as the templates read it."""
    return {
        "statement_title": translate(mark("Statement of the client")),
        "statement": translate(
            mark(
                "The answers above are mine, given in person and without prompting. They are true and complete as far "
                "as I know; I will tell the bank when they change."
            )
        ),
        "date_line": date_line(),
    }


def date_line() -> str:
    """Where a date is written by hand."""
    return translate(mark("Date: ____-__-__"))


def grouped(digest: str) -> str:
    """A hash in groups."""
    return " ".join(digest[at : at + HASH_GROUP] for at in range(0, len(digest), HASH_GROUP))


def signers(*others: str) -> list[str]:
    """Who signs: the client, the advisor, and others whose labels are given in the language in use."""
    return [translate(mark("Client (or legal representative)")), translate(mark("Advisor")), *others]
