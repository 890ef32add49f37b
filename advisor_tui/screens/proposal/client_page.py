"""A page that the client is shown."""

from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True)
class ClientPage:
    """One page.

    Attributes:
        heading: What it is about.
        body: What the client reads.
        product_id: The product that it is about, or "".
        step: Which step of the walk before a decision it is, or "" for none.
    """

    heading: str
    body: Content
    product_id: str = ""
    step: str = ""
