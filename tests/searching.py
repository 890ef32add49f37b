"""How Hypothesis looks: at the same examples in every run, or in a search at others and at more of them."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

CHOICE = "HYPOTHESIS_PROFILE"
GATE, SEARCH, MUTANTS = "gate", "search", "mutants"
_USUAL = 100
"""Examples that Hypothesis looks at where nothing else is said."""


def register_profiles() -> None:
    """Make the profiles known and take the one that the environment names, the gate's otherwise."""
    # How long anything takes says nothing on a machine that does other work beside; benchmarks look at speed.
    common = settings(
        settings.get_profile("default"), deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile(GATE, common, derandomize=True)
    settings.register_profile(SEARCH, common, max_examples=10 * _USUAL, print_blob=True)
    # For tests/tools/mutants.py, which runs a test for each change of a rule: whether it fails is enough.
    settings.register_profile(MUTANTS, common, max_examples=_USUAL // 4, phases=(Phase.explicit, Phase.generate))
    settings.load_profile(os.environ.get(CHOICE, GATE))


def keep_examples(patch: pytest.MonkeyPatch) -> None:
    """Leave the figures of the code out of what is drawn where examples are to be the same in every run.

    Hypothesis draws one value in twenty from the constants of the modules that happen to be imported: which these are
    hangs on the tests that ran before, and a changed constant anywhere would change every property's examples.
    """
    if _profile().derandomize:
        patch.setattr("hypothesis.internal.conjecture.providers.is_local_module_file", lambda _path: False)


def examples(count: int, *, one_fixture: bool = False) -> settings:
    """Settings of a property that looks at `count` examples, in a search at as many times more as all others.

    Args:
        count: Examples, as many as their time is worth.
        one_fixture: Whether all examples share what a fixture made for the test.
    """
    profile = _profile()
    allowed = [*profile.suppress_health_check, *([HealthCheck.function_scoped_fixture] if one_fixture else [])]
    return settings(profile, max_examples=count * max(1, profile.max_examples // _USUAL), suppress_health_check=allowed)


def _profile() -> settings:
    return settings.get_profile(settings.get_current_profile_name())
