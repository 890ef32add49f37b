"""The list of orders: words, numbers and business dates that a person knows, and why a terminal refused."""

import pytest
from rich.cells import cell_len
from rich.console import Console

from advisor_tui.base.languages import use_language
from advisor_tui.cli.orders_table import orders_table
from advisor_tui.sync.carrying.reassigning import NO_ADVISOR
from advisor_tui.sync.orders.contents import CONTENTS

ID = "01936000-0000-7000-8000-00000000abcd"
CONTENT: dict[str, dict[str, object]] = {
    "credit_decision": {"decision": "approved", "decided_by": "风险部"},
    "target": {"metric": "new_loans", "starts_on": "2026-10-01", "ends_on": "2026-12-31"},
    "incentive": {"metric": "interviews", "starts_on": "2026-10-01", "ends_on": "2026-12-31"},
    "training_requirement": {"topic": "适当性", "due_on": "2026-12-31"},
    "assignment": {"to_terminal": "T0124", "name": "陈静", "staff_no": "2002", "reason": "r"},
    "erasure": {"ordered_by": "合规部", "reason": "本人要求"},
    "settlement": {"table_name": "client", "field": "remark", "settled_by": "李"},
    "wipe": {"reason": "lost", "discard_unsent": True},
}


def order(kind: str, subject: str = "1001", **other: object) -> dict[str, object]:
    return {
        "id": ID, "kind": kind, "issued_at": "2026-11-30T21:50:00.000000Z", "subject": subject,
        "content": CONTENT[kind], "terminals": {"T0123": "sent"}, "reasons": {}, **other,
    }  # fmt: skip


def shown(*orders: dict[str, object]) -> str:
    console = Console(width=80, record=True, force_terminal=False)
    with console.capture() as captured:
        console.print(orders_table(orders))
    return captured.get()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_order_is_in_words_and_fits(lang: str) -> None:
    use_language("zh" if lang == "zh" else "en")
    text = shown(*(order(kind) for kind in CONTENTS))
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    assert "…" not in text
    assert "training_requirement" not in text
    assert "credit_decision" not in text
    assert ("必修" in text or "培训" in text) is (lang == "zh")
    assert text.count("2026-12-01") == len(CONTENTS)  # at 05:50 of the first of December in China
    assert "0000abcd" in text
    assert ID not in text


def test_two_targets_of_one_person_and_a_refusal_can_be_told_apart() -> None:
    use_language("zh")
    refused = order("assignment", "C0001", terminals={"T0124": "refused"}, reasons={"T0124": NO_ADVISOR})
    text = shown(order("target"), order("incentive"), refused, order("erasure", ""))
    flat = "".join(text.split())
    assert "新增贷款" in flat or "贷款" in flat
    assert "客户C0001" in flat
    assert "客户（已不在库）" in flat
    assert NO_ADVISOR not in text
    assert "T0124:" in flat
