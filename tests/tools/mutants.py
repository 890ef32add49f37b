"""Mutation testing of the rules: changes each line of a module in turn and sees whether the rules' tests notice.

    pip install mutmut==3.8.1
    python -m tests.tools.mutants [MODULE …]      runs the modules (all of rules/ without one), then writes the report
    python -m tests.tools.mutants --report        writes docs/mutation.md from what was run last

It works in `mutants/` of the checkout, which git ignores, and takes hours for all modules: give it some.
"""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "advisor_tui" / "rules"
REPORT = ROOT / "docs" / "mutation.md"
WANTED = 90
"""Percent of a module's mutants that its tests have to notice."""
NOTICED = ("killed", "timeout", "segfault", "suspicious")
_RESULT = re.compile(r"^\s*(?P<module>[\w.]+)\.(?P<name>x[\w\u01c1]*__mutmut_\d+): (?P<outcome>[\w ]+)$")


@dataclass
class Module:
    """What became of the mutants of one module."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unnoticed: list[str] = field(default_factory=list)

    @property
    def run(self) -> int:
        """How many mutants were tried."""
        return sum(count for outcome, count in self.outcomes.items() if outcome != "not checked")

    @property
    def noticed(self) -> int:
        """How many of them the tests noticed; one that no test reaches is unnoticed too."""
        return sum(self.outcomes[outcome] for outcome in NOTICED)

    @property
    def percent(self) -> float:
        """The noticed share."""
        return 100 * self.noticed / self.run if self.run else 0.0


def modules() -> Iterator[str]:
    """Every module of the rules that has code to change, by its dotted name."""
    for path in sorted(RULES.rglob("*.py")):
        if path.name != "__init__.py":
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def mutmut(*arguments: str) -> str:
    """Run mutmut in the checkout and answer what it prints."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout


def results() -> dict[str, Module]:
    """What mutmut remembers of all modules, by their dotted names."""
    found: dict[str, Module] = defaultdict(Module)
    for line in mutmut("results", "--all", "true").splitlines():
        match = _RESULT.match(line)
        if match is None:
            continue
        module = found[match["module"]]
        module.outcomes[match["outcome"]] += 1
        if match["outcome"] not in (*NOTICED, "not checked"):
            module.unnoticed.append(f"{match['module']}.{match['name']}")
    return found


def change(mutant: str) -> str:
    """The lines that a mutant changes, before and after."""
    lines = [
        line for line in mutmut("show", mutant).splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")
    ]
    return "\n".join(lines)


def report(found: dict[str, Module]) -> str:
    """The page: a line a module, then every mutant that no test noticed."""
    run = {name: module for name, module in sorted(found.items()) if module.run}
    tried, noticed = sum(module.run for module in run.values()), sum(module.noticed for module in run.values())
    text = [
        "# Mutation testing of the rules",
        "",
        "Each mutant is one small change of a rule; a test has to fail for it. Made by `python -m tests.tools.mutants`",
        f"(mutmut 3.8.1, `tests/rules` only): {noticed:,} of {tried:,} noticed, {100 * noticed / max(tried, 1):.1f} %.",
        "",
        "| module | mutants | noticed | percent |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {module.run} | {module.noticed} | {module.percent:.1f} |" for name, module in run.items()),
        "",
        "## Not noticed",
        "",
    ]
    for module in run.values():
        for mutant in module.unnoticed:
            text += [f"`{mutant}`", "", "```diff", change(mutant), "```", ""]
    return "\n".join(text).rstrip() + "\n"


def main(arguments: Iterable[str]) -> int:
    """Run what was asked for and write the page; 1 where a module is below the wanted share."""
    chosen = list(arguments)
    if chosen != ["--report"]:
        for module in chosen or modules():
            print(module, flush=True)
            mutmut("run", "--max-children", "2", f"{module}.*")
    found = results()
    REPORT.write_text(report(found), encoding="utf-8")
    weak = [
        f"{name}: {module.percent:.1f} %" for name, module in found.items() if module.run and module.percent < WANTED
    ]
    print("\n".join(weak) or f"every module at {WANTED} % or more")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
