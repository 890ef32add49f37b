"""How a Chinese text is typed without Chinese: its pinyin and its initials."""

from itertools import chain

from advisor_tui.store.pinyin import folded, readings


def spellings(text: str) -> tuple[str, ...]:
    """Every way to type a text: its letters and digits, then per reading its whole pinyin and its initials.

    `数据交换` gives 数据交换, shujujiaohuan and sjjh.
    """
    said = readings(text)
    pinyin = chain.from_iterable(("".join(syllables), "".join(each[:1] for each in syllables)) for syllables in said)
    return tuple(dict.fromkeys((folded(text), *pinyin)))
