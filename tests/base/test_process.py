"""A crash of the program writes no memory to a disk."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.base import process

LIMITS = "import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))"


@pytest.mark.parametrize("soft", [0, resource.RLIM_INFINITY])
def test_core_dumps_are_forbidden_for_good(soft: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard not in (soft, resource.RLIM_INFINITY):
        pytest.skip("this process may not dump, so that nothing can be forbidden")
    program = (
        f"import resource; resource.setrlimit(resource.RLIMIT_CORE, ({soft}, {hard}))\n"
        "from advisor_tui.base.process import core_dumps_forbidden, forbid_core_dumps\n"
        "before = core_dumps_forbidden(); forbid_core_dumps()\n"
        f"print(before, core_dumps_forbidden()); {LIMITS}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(soft == 0), "True", "0", "0"]


def test_the_program_forbids_them_before_anything_else(tmp_path: Path) -> None:
    script = tmp_path / "entry.py"
    script.write_text(
        "import sys\nfrom advisor_tui.cli import main\n"
        f"def ended(*_):\n    {LIMITS.replace('; ', chr(10) + '    ')}\n    sys.exit(0)\n"
        "main.CrashReporter.install = ended\nmain.main()\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]


@pytest.mark.parametrize(
    ("pattern", "handler"),
    [("core\n", ""), ("|/usr/lib/systemd/systemd-coredump %P %u\n", "/usr/lib/systemd/systemd-coredump"), (None, "")],
)
def test_the_handler_of_core_dumps_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str | None, handler: str
) -> None:
    monkeypatch.setattr(process, "_PATTERN", tmp_path / "core_pattern")
    if pattern is not None:
        (tmp_path / "core_pattern").write_text(pattern)
    assert process.core_dump_handler() == handler
