"""Mutation testing of the rules: changes each line of a module in turn and sees whether the module's tests notice.

    pip install mutmut==3.8.1
    python -m tests.tools.mutants [MODULE …]      runs the modules (all of rules/ without one), then writes the report
    python -m tests.tools.mutants --again [MODULE …]  runs once more what was not noticed or took too long
    python -m tests.tools.mutants --report        writes docs/mutation.md from what was run last

A module is judged by its own tests alone (`own_tests`), without those that take more than a second, each property with
25 examples instead of 100 and a fixed seed.
It works in `mutants/` of the checkout, which git ignores, and takes an hour or two for all modules.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RULES = ROOT / "advisor_tui" / "rules"
STATS = ROOT / "mutants" / "mutmut-stats.json"
REPORT = ROOT / "docs" / "mutation.md"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
WANTED = 90
"""Percent of a module's mutants that its tests have to notice."""
QUICK = 0.2
"""Seconds that a test may take at first."""
PATIENT = 1.0
"""Seconds that it may take where the quick ones did not notice; a slower one is left out."""
NOTICED = ("killed", "timeout", "segfault", "suspicious")
SHARED = {
    "affordability": ("credit_look",),
    "assessment": ("risk_assessment",),
    "catalogue": ("articles",),
    "credit_flags": ("credit_look",),
    "dates": ("cadence", "deadlines", "risk_assessment"),
    "questionnaire": ("scoring", "said", "interview"),
    "said": ("namesakes",),
}
"""Modules right under rules/ that have tests of another name than theirs."""
_RESULT = re.compile(r"^\s*(?P<module>[\w.]+)\.(?P<name>x[\w\u01c1]*__mutmut_\d+): (?P<outcome>[\w ]+)$")


@dataclass
class Module:
    """What became of the mutants of one module."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unnoticed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    """Those that ran out of time, which a busy machine makes of any."""

    @property
    def doubtful(self) -> list[str]:
        """What is worth another run."""
        return [*self.unnoticed, *self.slow]

    @property
    def all(self) -> int:
        """How many mutants there are."""
        return sum(self.outcomes.values())

    @property
    def run(self) -> int:
        """How many of them were tried."""
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


def named(asked: Sequence[str]) -> Iterator[str]:
    """The modules asked for, by their dotted names with or without the package's; all of them when none is.

    Raises:
        SystemExit: There is no such module: nothing would be tried, and nothing be below the wanted share.
    """
    known = {name.removeprefix("advisor_tui.rules."): name for name in modules()}
    for name in asked or known:
        short = name.removeprefix("advisor_tui.rules.")
        if short not in known:
            sys.exit(f"no module of the rules: {name}")
        yield known[short]


def own_tests(module: str) -> tuple[str, ...]:
    """Patterns of the test files that a module is judged by.

    In a package of rules/ those are the package's tests; right under rules/ the file of its name and `SHARED`; a
    module that all others stand on (`rule`, `facts`) has none of its own and is judged by every test of the rules.
    """
    package, _, name = module.removeprefix("advisor_tui.rules.").rpartition(".")
    if package:
        return (f"tests/rules/{package}/*",)
    subjects = (name, f"{name}_in_full", *SHARED.get(name, ()))
    named = tuple(f"tests/rules/test_{subject}.py" for subject in subjects)
    found = tuple(path for path in named if (ROOT / path).exists())
    return tuple(f"{path}*" for path in found) or ("tests/rules/*",)


def mutmut(*arguments: str) -> str:
    """Run mutmut in the checkout and answer what it prints."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout


def prepare() -> dict[str, Any]:
    """Make the mutants and see which of its own tests reach which function.

    Raises:
        RuntimeError: The tests fail without any change.
    """
    STATS.unlink(missing_ok=True)
    said = mutmut("run", "nothing")  # a name that no mutant has: it stops once it knows the tests
    if not STATS.exists():
        raise RuntimeError(said)
    stats: dict[str, Any] = json.loads(STATS.read_text(encoding="utf-8"))
    reached: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
    for function, tests in reached.items():
        own = own_tests(function.rpartition(".")[0])
        reached[function] = [test for test in tests if any(fnmatch(test, pattern) for pattern in own)]
    return stats


def run(wanted: Iterable[str], stats: dict[str, Any], most_seconds: float) -> None:
    """Run mutants by their names or patterns of them, with the tests that take no longer each."""
    lasted: dict[str, float] = stats["duration_by_test"]
    reached: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
    quick = {
        function: [test for test in tests if lasted[test] <= most_seconds] or tests
        for function, tests in reached.items()
    }
    STATS.write_text(json.dumps({**stats, "tests_by_mangled_function_name": quick}, indent=4), encoding="utf-8")
    mutmut("run", "--max-children", "2", *wanted)


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
        if match["outcome"] == "timeout":
            module.slow.append(f"{match['module']}.{match['name']}")
    return found


def change(mutant: str) -> str:
    """The lines that a mutant changes, before and after."""
    diffs = import_module("mutmut.mutation.diff_apply")  # is not among the project's own tools
    source = Path(*mutant.split(".")[:-1]).with_suffix(".py")
    lines = str(diffs.get_diff_for_mutant(mutant, path=source)).splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("---", "+++"))


def equivalents() -> dict[tuple[str, str], str]:
    """Why a change of a function, told by its new line, changes nothing that anybody can see."""
    text = EQUIVALENT.read_text(encoding="utf-8")
    return {(entry["in"], entry["becomes"]): entry["why"] for entry in tomllib.loads(text)["equivalent"]}


def report(found: Mapping[str, Module], commit: str) -> str:
    """The page: a line a module, then every mutant that no test noticed."""
    run = {name: module for name, module in sorted(found.items()) if module.run}
    left = [name for name in sorted(found) if name not in run]
    tried, noticed = sum(module.run for module in run.values()), sum(module.noticed for module in run.values())
    known = equivalents()
    text = [
        "# Mutation testing of the rules",
        "",
        "Each mutant is one small change of a rule; a test has to fail for it. Made by `python -m tests.tools.mutants`",
        f"(mutmut 3.8.1) on {datetime.now(UTC).date().isoformat()}, commit {commit}. A module is judged by its own",
        "tests alone: those of its name, in a package the package's, that take at most a second each. A property is",
        "tried with 25 examples and a fixed seed. What was noticed and did not change since is not tried again.",
        "",
        f"{noticed:,} of {tried:,} noticed, {100 * noticed / max(tried, 1):.1f} %; wanted are {WANTED} % of a module.",
        f"There are {sum(module.all for module in found.values()):,} in all.",
        "",
        "| module | mutants | tried | noticed | percent |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {module.all} | {module.run} | {module.noticed} | {module.percent:.1f} |"
            for name, module in run.items()
        ),
        "",
        *([f"Not run: {', '.join(left)}.", ""] if left else []),
        "## Not noticed",
        "",
        "Where a word stands behind the name, no test can notice it.",
        "",
    ]
    for module in run.values():
        for mutant in module.unnoticed:
            changed = change(mutant)
            new = "\n".join(line[1:].strip() for line in changed.splitlines() if line[0] == "+")
            why = known.get((mutant.rpartition("__mutmut_")[0], new))
            text += [f"`{mutant}`" + (f": {why}" if why else ""), "", "```diff", changed, "```", ""]
    return "\n".join(text).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for and write the page; 1 where a module is below the wanted share."""
    options = [argument for argument in arguments if argument.startswith("--")]
    chosen = list(named([argument for argument in arguments if not argument.startswith("--")]))
    if options != ["--report"]:
        stats = prepare()
        if options != ["--again"]:
            run((f"{module}.*" for module in chosen), stats, QUICK)
        doubtful = [mutant for name, module in results().items() if name in chosen for mutant in module.doubtful]
        if doubtful:
            run(doubtful, stats, PATIENT)
    found = results()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    REPORT.write_text(report(found, commit), encoding="utf-8")
    tried = {name: module.percent for name, module in found.items() if module.run}
    weak = [f"{name}: {percent:.1f} %" for name, percent in tried.items() if percent < WANTED]
    print("\n".join(weak) or f"modules tried: {len(tried)}, each at {WANTED} % or more")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
