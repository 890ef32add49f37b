"""The rules floor: what it imports, and that data and code know the same rules."""

import pkgutil
import subprocess
import sys

import advisor_tui.rules
from advisor_tui.rules.catalogue import THRESHOLDS
from tests.rules.builders import RULEBOOK

PROBE = """
import importlib, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
print("\\n".join(sorted(loaded - sys.stdlib_module_names - {"advisor_tui"})))
others = (name for name in sys.modules if name.startswith("advisor_tui."))
print("\\n".join(name for name in others if not name.startswith("advisor_tui.rules")))
"""


NUMERIC = ("advisor_tui.rules.projection.", "advisor_tui.rules.allocation.")
"""Folders of which some modules may import a numeric library; nothing else may import those modules at start-up."""
VALUES = [f"advisor_tui.rules.projection.{name}" for name in ("assumptions", "plan", "outcome")]
"""What the floors above read of the projection without computing one."""


def foreign(names: list[str]) -> list[str]:
    """What importing these modules pulls in beside the standard library and the rules."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE, "advisor_tui.rules", *names], capture_output=True, text=True, check=True
    )
    return run.stdout.split()


def test_the_rules_pull_in_only_the_standard_library() -> None:
    path = advisor_tui.rules.__path__
    names = [module.name for module in pkgutil.walk_packages(path, "advisor_tui.rules.")]
    assert "advisor_tui.rules.suitability.level" in names
    assert foreign([name for name in names if not name.startswith(NUMERIC)] + VALUES) == []
    assert foreign([name for name in names if name.startswith(NUMERIC[0])]) == ["numpy"]


def test_data_and_code_know_the_same_rules() -> None:
    assert set(RULEBOOK.texts) == set(THRESHOLDS)
