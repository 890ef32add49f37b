"""The editor for the members of a household: name, role, birth date or age, and whether they live on the income."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.base.text import half_width, one_line
from advisor_tui.reference.said_words import ROLE_NAMES
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.questionnaire import Value
from advisor_tui.rules.said import ROLES, Relative, Relatives
from advisor_tui.screens.interview.member_lines import MemberLines, Part, birth
from advisor_tui.widgets.answer_lines import AnswerLines
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, pad, plain, width

_FIELD = 22
_NAME = 12
_ROLE = 8
_LONGEST = 40
"""Characters of a name."""
_LABELS: dict[Part, str] = {
    "name": mark("Name"),
    "role": mark("Role"),
    "born": mark("Born"),
    "dependent": mark("Supported"),
}
_LABEL = 10


class MembersEditor(AnswerLines):
    """A household, one member after the other; Enter on an empty name gives the answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, field_id=None if id is None else f"{id}-field")
        self.field.max_length = _LONGEST
        self._today = date.min
        self._complaint = ""
        self.model: MemberLines | None = None

    def offer(self, members: Relatives | None, known: Sequence[Relative], today: date) -> None:
        """Show the members that were named before; `known` are offered while nobody is."""
        self.restore(MemberLines(members, known), today)

    def restore(self, model: MemberLines, today: date) -> None:
        """Show a list as it was left."""
        self._today, self.model, self._complaint = today, model, ""
        self._show_part()

    @property
    def value(self) -> Value | None:
        """Those whose every part was typed."""
        return None if self.model is None else self.model.members

    # Keys

    def typed(self, text: str) -> None:
        """Follow what is typed."""
        if self.model is not None and text != self.model.text:
            self.model.text, self._complaint = text, ""
            self._redraw()

    def entered(self) -> None:
        """Go on to the next part; an empty name ends the list, or takes over who is on file."""
        model = self.model
        if model is None or model.take_known():
            self._show_part()
            return
        ends = model.part == "name" and model.new and not half_width(model.text).strip()
        if ends:
            self.give()
            return
        self._complaint = model.enter(self._today)
        if self._complaint:
            self._redraw()
        else:
            self._show_part()

    def moved(self, by: int) -> None:
        """Go to the part or the member before, or down; below the last one stand the other answers."""
        if self.model is None:
            return
        self._complaint = ""
        if self.model.move(by):
            self._show_part()
        else:
            self.post_message(self.BelowLast())

    def removed(self) -> bool:
        """Take the present member out of the list."""
        if self.model is None or not self.model.remove():
            return False
        self._show_part()
        return True

    # Drawing

    def _show_part(self) -> None:
        model = self.model
        if model is None:
            return
        placeholder = ""
        if model.offered:
            placeholder = translate(mark("Enter takes them over"))
        elif model.part == "name" and model.new:
            placeholder = translate(mark("Enter ends the list") if model.rows else mark("Enter: nobody else"))
        self.put_text(model.text, placeholder)
        self._redraw()

    def _redraw(self) -> None:
        model = self.model
        assert model is not None
        born = max((width(self._birth(row)) for row in model.rows), default=0)
        rows = [self._row(place, row, born) for place, row in enumerate(model.rows)]
        above, below = rows[: model.at], rows[model.at + 1 :]
        tail = Content("")
        if self._complaint:
            below = [Content.styled(f"{' ' * _LABEL} ! {self._complaint}", "$text-error"), *below]
        elif hint := self._hint():
            below = [Content.styled(f"{' ' * _LABEL} {hint}", "dim"), *below]
        if model.part != "name":
            above = [*above, Content.styled(self._so_far(), "bold")]
        if model.part == "born" and (understood := self._understood()):
            tail = Content.styled(f"= {understood}", "bold")
        self.draw(above, (translate(_LABELS[model.part]), _LABEL), tail, below, field=_FIELD)
        self.post_message(self.Changed())

    def _hint(self) -> str:
        """What may be typed into the present part."""
        model = self.model
        assert model is not None
        if model.offered:
            names = join_list([one_line(row.name) for row in model.offered])
            return translate(mark("On file: {names}")).format(names=names)
        if model.part == "role":
            return "  ".join(f"{digit} {translate(ROLE_NAMES[role])}" for digit, role in enumerate(ROLES, start=1))
        if model.part == "born":
            return translate(mark("2015-06-01 or an age; empty: not known"))
        if model.part == "dependent":
            return translate(mark("1 lives on the client's income  2 does not"))
        return ""

    def _so_far(self) -> str:
        """What was typed of the present member."""
        model = self.model
        assert model is not None
        present = model.present
        parts = [one_line(present.name)]
        if present.role is not None:
            parts.append(translate(ROLE_NAMES[present.role]))
        if model.part == "dependent" and present.born_on is not None:
            parts.append(self._born(present.born_on))
        return f"{model.at + 1}. " + "  ".join(parts)

    def _understood(self) -> str:
        """The birth date that was typed, with the age."""
        assert self.model is not None
        try:
            return self._born(birth(half_width(self.model.text).strip(), self._today))
        except ValueError:
            return ""

    def _born(self, born_on: date) -> str:
        return translate(mark("{day} (aged {years})")).format(day=born_on, years=age_on(born_on, self._today))

    def _birth(self, row: Relative) -> str:
        return signs("—") if row.born_on is None else self._born(row.born_on)

    def _row(self, place: int, row: Relative, born: int) -> Content:
        keeps = translate(mark("supported")) if row.dependent else ""
        cells = (
            f"{place + 1}. " + pad(one_line(row.name), _NAME),
            pad(translate(ROLE_NAMES[row.role]), _ROLE),
            pad(self._birth(row), born),
            keeps,
        )
        return plain(clip(" ".join(cells), max(1, self.size.width)) if self.size.width else " ".join(cells))
