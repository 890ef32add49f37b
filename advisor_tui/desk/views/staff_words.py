"""What sales qualifications are called, for the training screen and for findings."""

from collections.abc import Mapping

from advisor_tui.base.languages import LANGUAGES, mark, translate

QUALIFICATION_NAMES: Mapping[str, str] = {
    "deposits": mark("Sale of deposits"),
    "wealth": mark("Sale of wealth products"),
    "funds": mark("Sale of funds"),
    "insurance": mark("Sale of insurance"),
    "private": mark("Sale of private products and trusts"),
    "bullion": mark("Sale of bullion"),
    "credit": mark("Lending"),
}
"""By the kind that a product asks for and that head office sends."""


def qualification_name(kind: str) -> dict[str, str]:
    """A qualification's name by language; the kind itself where it has none."""
    return {lang: translate(QUALIFICATION_NAMES.get(kind, kind), lang) for lang in LANGUAGES}
