"""The random numbers: seeded, in blocks, the same for whatever is computed from them."""

from collections.abc import Iterator

import numpy as np

from advisor_tui.rules.projection.mix import Array

BLOCK = 2_000
"""Paths at a time: what a block needs stays in the cache."""
MODEL = 2
"""The version of this model: another one may draw or compute otherwise from the same seed."""


def library() -> str:
    """What computes: results repeat to the 分 only under the same."""
    return f"numpy {np.__version__}, model {MODEL}"


def blocks(seed: int, paths: int, factor: Array) -> Iterator[tuple[slice, Array]]:
    """The growth of every mix around what is expected, block by block: paths, and (mixes, months, paths) factors.

    Each block has a stream of its own. The array is used again for the next block. The first mix has the same draws
    whatever stands beside it.

    Args:
        seed: At least 0.
        paths: How many futures, at least 1.
        factor: See `mix.factors`.
    """
    months, size, _ = factor.shape
    half_variance = 0.5 * np.einsum("mij,mij->mi", factor, factor)
    drawn = np.empty((size, months, min(BLOCK, paths)))
    for number, start in enumerate(range(0, paths, BLOCK)):
        count = min(BLOCK, paths - start)
        if count < drawn.shape[2]:
            drawn = np.empty((size, months, count))
        source = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(number,))))
        source.standard_normal(out=drawn)
        for mix in reversed(range(size)):  # the last first: an earlier one is still as it was drawn
            own = drawn[mix]
            own *= factor[:, mix, mix, None]
            for other in range(mix):
                if factor[:, mix, other].any():
                    own += factor[:, mix, other, None] * drawn[other]
            own -= half_variance[:, mix, None]
            np.exp(own, out=own)
        yield slice(start, start + count), drawn
