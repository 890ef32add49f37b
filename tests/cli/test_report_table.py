"""Head office's report on a console of 80 columns: nothing in it is cut."""

import re
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console

from advisor_tui.base.languages import use_language
from advisor_tui.cli.report_table import report_table
from advisor_tui.headoffice.report import Report, TerminalReport

LARGE = TerminalReport(
    terminal="T0123", branch="BJ01", bundles=9, changes=9, heard_at="2026-11-24T01:41:00.000000Z", stopped=True,
    clients=123_456, assets=987_654_321_098_76, interviews=12_345, presented=6_789, confirmations=5_432, declined=1,
    tasks_open=43_210, tasks_overdue=8_765, complaints_open=321, complaints_overdue=210,
)  # fmt: skip
SILENT = TerminalReport(
    terminal="T0999", branch="A-BRANCH-CODE-OF-TWENTY-FOUR", bundles=0, changes=0, heard_at="", stopped=False
)
HEADINGS = {
    "zh": ("支行", "终端", "最近收到", "客户", "资产（万元）", "访谈", "已出示方案", "已确认", "任务", "逾期",
           "投诉", "从未"),
    "en": ("Branch", "Terminal", "Heard", "Clients", "Assets (10,000)", "Interviews", "Presented", "Confirmed", "Tasks",
           "overdue", "Complaints", "never"),
}  # fmt: skip
FIGURES = (
    "BJ01", "T0123 !", "2026-11-24", "09:41", "123,456", "98,765,432.1", "12,345", "6,789", "5,432", "43,210",
    "8,765", "321", "210",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_heading_and_figure_is_whole_in_80_cells(lang: str) -> None:
    use_language("zh" if lang == "zh" else "en")
    console = Console(width=80, record=True, force_terminal=False)
    with console.capture() as captured:
        console.print(report_table(Report(date(2026, 11, 24), (LARGE, SILENT), 0, 0)))
    shown = captured.get()
    assert all(cell_len(line) <= 80 for line in shown.splitlines())
    assert "…" not in shown
    for whole in (*HEADINGS[lang], *FIGURES):
        assert re.search(rf"(^|\s){re.escape(whole)}(\s|$)", shown), (whole, shown)
    named = [line.split()[0] for line in shown.splitlines() if line.strip()]
    assert SILENT.branch in "".join(named), "a long name is folded and not cut"
