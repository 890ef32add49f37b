"""The builder's keys: what each does, and the key line, which says how far + and < go on the line under the cursor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.screens.proposal.words import step_words
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.draft import Draft
    from advisor_tui.reference.products import Product

MUCH_MORE = "greater_than_sign,fullwidth_greater_than_sign,right_double_angle_bracket"
MUCH_LESS = "less_than_sign,fullwidth_less_than_sign,left_double_angle_bracket"
"""Also as a Chinese input method writes them: ＞ 》 and ＜ 《."""
OVER = "tilde,fullwidth_tilde,grave_accent,middle_dot"
"""Also as a Chinese input method writes them: ～ and ·."""
BUILDER_KEYS: list[BindingType] = [
    Binding("ctrl+n", "new", mark("Add"), id="proposal.add"),
    Binding("plus,fullwidth_plus_sign", "step(1)", mark("Amount"), id="proposal.more", key_display="+/-"),
    Binding("minus,fullwidth_hyphen_minus", "step(-1)", mark("Less"), id="proposal.less", show=False),
    Binding(MUCH_MORE, "step(1,True)", mark("Much more"), id="proposal.much_more", key_display="</>"),
    Binding(MUCH_LESS, "step(-1,True)", mark("Much less"), id="proposal.much_less", show=False, key_display="<"),
    Binding("equals_sign,fullwidth_equals_sign", "amount", mark("Set the amount"), id="proposal.amount", show=False),
    Binding(
        OVER,
        "move",
        mark("Move money"),
        id="proposal.move",
        key_display="~",
        show=False,
    ),
    Binding("ctrl+g", "propose", mark("Propose"), id="proposal.propose"),
    Binding("insert", "pin", mark("Pin"), id="proposal.pin", priority=True),
    Binding("delete", "remove", mark("Remove"), id="proposal.remove"),
    Binding("ctrl+z", "undo", mark("Undo"), id="proposal.undo"),
    Binding("ctrl+y", "redo", mark("Redo"), id="proposal.redo", show=False),
    Binding("ctrl+o", "present", mark("Show"), id="proposal.present"),
    Binding("f12", "project", mark("Projection"), id="proposal.project"),
    Binding("ctrl+b", "money", mark("Money to invest"), id="proposal.money", show=False),
    Binding(
        "backslash,ideographic_comma",
        "versions",
        mark("Versions"),
        id="proposal.versions",
        show=False,
        key_display="\\",
    ),
    Binding("ctrl+t", "ask_facts", mark("Ask what is missing"), id="proposal.facts", show=False),
    Binding("pagedown", "read", mark("Checks"), id="proposal.findings", priority=True),
    Binding("tab", "other_pane", mark("Draft or catalogue"), id="proposal.pane", show=False, priority=True),
]
NEAR, FAR = 1, 10
"""Percent of the money to invest that one key moves an amount by, rounded down to 1, 2 or 5 with zeros."""
_FIRST_KEYS = ("Enter", "Ctrl+N", "+/-", "</>", "Ctrl+O", "Ctrl+G", "F12", "PgDn", "Del", "Ctrl+Z")
_CATALOGUE_KEYS = ("Enter", "←/→", "Ctrl+R", "Insert", "Ctrl+G", "Tab", "Ctrl+O", "PgDn", "Ctrl+Z")
_OF_A_LINE = ("Ctrl+N", "+/-", "</>", "Del")


def stride_of(draft: "Draft", product: "Product", *, far: bool) -> int:
    """How far a key moves the amount of a product's line, in 分."""
    return drafts.stride(draft.investable, product.step, FAR if far else NEAR)


def draft_keys(hints: Sequence[KeyHint], draft: "Draft | None", product: "Product | None") -> list[KeyHint]:
    """The keys of the draft; + and < say to the next multiple of what they take the line of this product."""
    shown = {hint.key: hint for hint in hints}
    if draft is not None and product is not None:
        for key, far in (("+/-", False), ("</>", True)):
            step = step_words(stride_of(draft, product, far=far))
            shown[key] = KeyHint(key, translate(mark("next {step}")).format(step=step))
    else:
        shown.pop("</>", None)
    return _in_order(shown, _FIRST_KEYS)


def catalogue_keys(hints: Sequence[KeyHint]) -> list[KeyHint]:
    """The keys of the catalogue."""
    shown = {hint.key: hint for hint in hints if hint.key not in _OF_A_LINE}
    shown["Enter"] = KeyHint("Enter", translate(mark("Add to the proposal")))
    shown["Tab"] = KeyHint("Tab", translate(mark("Back to the draft")))
    return _in_order(shown, _CATALOGUE_KEYS)


def _in_order(shown: dict[str, KeyHint], first: Sequence[str]) -> list[KeyHint]:
    order = [shown.pop(key) for key in first if key in shown]
    return [KeyHint(signs(hint.key), hint.text) for hint in (*order, *shown.values())]
