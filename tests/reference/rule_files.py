"""The shipped files of data/rules/, and what a desk makes of one of them with a change in it."""

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import AREA, Rulebook
from advisor_tui.reference.toml import Source, read_sources

SHIPPED = {source.path: source.text for source in read_sources(data_root(), AREA)}


def published(path: str, old: str, new: str, *, last: bool = True) -> Rulebook:
    """What a desk reads after head office has published one file with one change in it."""
    text = SHIPPED[path]
    assert old in text
    edited = new.join(text.rsplit(old, 1)) if last else text.replace(old, new, 1)
    return load_reference(data_root(), [Source(path, edited)]).rulebook


def refused(path: str, old: str, new: str, *, last: bool = True) -> DeskError:
    """That such a file is refused, and how."""
    with pytest.raises(DeskError) as caught:
        published(path, old, new, last=last)
    assert caught.value.code == "data_invalid"
    return caught.value
