"""The builder's line of state keeps the client's level however narrow the terminal is."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from advisor_tui.base.languages import LANGUAGES, Lang, use_language
from advisor_tui.screens.proposal.head import head
from advisor_tui.widgets.plain import width


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["李梅", "阿不都热合曼·买买提明·吐尔逊江"])
@pytest.mark.parametrize("cells", [80, 60])
def test_the_level_stands_at_every_width(lang: Lang, name: str, cells: int) -> None:
    use_language(lang)
    assessed = SimpleNamespace(level=3, valid_until=date(2027, 11, 24))
    bench: Any = SimpleNamespace(client=SimpleNamespace(name=name), number=1234, version=12, assessed=assessed)
    draft: Any = SimpleNamespace(investable=123_456_789_00, left=12_345_678_00)
    line = head(bench, draft, cells).plain
    assert "C3" in line
    assert width(line) <= cells
