"""The solver writes nothing to the terminal, and is imported only where it is needed."""

import subprocess
import sys

PROBE = """
import sys
from tests.rules.allocation.builders import WAN, candidate, problem, want
assert "highspy" not in sys.modules
from advisor_tui.rules.allocation.solve import solve
assert "highspy" in sys.modules
assert solve(problem(10, candidate("a"), wants=(want("w", 3),))).lines
"""


def test_nothing_is_printed_over_the_screen() -> None:
    run = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")
