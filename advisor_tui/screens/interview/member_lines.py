"""The members of a household while they are typed: one after the other, each by name, role, age, and who keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from advisor_tui.base.days import read_day, read_month
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import half_width, safe_text
from advisor_tui.rules.said import ROLES, Relative, Relatives, Role

Part = Literal["name", "role", "born", "dependent"]
PARTS: tuple[Part, ...] = ("name", "role", "born", "dependent")
_NOBODY = frozenset({"-", "－", "—", "无"})
_OLDEST = 120


@dataclass(frozen=True)
class Typed:
    """What was typed of the present member so far."""

    name: str = ""
    role: Role | None = None
    born_on: date | None = None
    dependent: bool | None = None
    on_file_as: str = ""


class MemberLines:
    """Members, one of whom, or the one to come, is the present one.

    Args:
        members: What was said before, None where nothing was.
        known: Who is offered while nobody stands here.

    Attributes:
        to_come: What was typed of the one to come, while another one is the present one.
    """

    def __init__(self, members: Relatives | None, known: Sequence[Relative]) -> None:
        self.rows = [] if members is None else list(members.rows)
        self._known = tuple(known) if members is None else ()
        self.at = len(self.rows)
        self.part: Part = "name"
        self.present = Typed()
        self.text = ""
        self.to_come = Typed()

    @property
    def offered(self) -> tuple[Relative, ...]:
        """Who is taken over by Enter now."""
        return () if self.rows or self.part != "name" else self._known

    @property
    def new(self) -> bool:
        """Whether the present one is not in the list yet."""
        return self.at == len(self.rows)

    @property
    def half_typed(self) -> bool:
        """Whether something of the present member would be lost now."""
        to_come = bool(self.to_come.name) or (self.new and self.part != "name")
        return to_come or self.text.strip() != self._written()

    @property
    def members(self) -> Relatives:
        """Those whose every part was typed."""
        return Relatives(tuple(self.rows))

    # Keys

    def enter(self, today: date) -> str:
        """Take what was typed; what is wrong with it, in the language in use, or "" where it was taken.

        An empty name takes away the member whose name it was.
        """
        typed = half_width(self.text).strip()
        if self.part == "name":
            return self._name(safe_text(self.text).strip())
        if self.part == "role":
            if not _digit(typed, len(ROLES)):
                return translate(mark("Choose by digit, 1 to {most}")).format(most=len(ROLES))
            self._take(replace(self.present, role=ROLES[int(typed) - 1]))
        elif self.part == "born":
            try:
                self._take(replace(self.present, born_on=birth(typed, today) if typed else None))
            except ValueError:
                return translate(mark("A birth date such as 2015-06-01 or 2015年6月, or an age such as 11"))
        else:
            if not _digit(typed, 2):
                return translate(mark("Choose by digit, 1 to {most}")).format(most=2)
            self._take(replace(self.present, dependent=typed == "1"))
            self._next_member()
            return ""
        self._stand(self.at, PARTS[PARTS.index(self.part) + 1])
        return ""

    def take_known(self) -> bool:
        """Put those offered into the list; whether there were any."""
        if not self.offered or self.text.strip():
            return False
        self.rows = list(self._known)
        self.stand_at(len(self.rows))
        return True

    def move(self, by: int) -> bool:
        """Go up (-1) to the part or the member before, or down; False where nothing stands below."""
        if self.part != "name":
            if by > 0:
                return False
            self._stand(self.at, PARTS[PARTS.index(self.part) - 1])
            return True
        if by > 0 and self.new:
            return False
        name = safe_text(self.text).strip()
        if self.new:
            self.to_come = replace(self.present, name=name)
        elif name:
            self._take(replace(self.present, name=name))
        self.stand_at(max(0, min(len(self.rows), self.at + by)))
        return True

    def remove(self) -> bool:
        """Take the present member out of the list; False where the one to come is the present one."""
        if self.new or self.part != "name":
            return False
        del self.rows[self.at]
        self._known = ()
        self.stand_at(self.at)
        return True

    def stand_at(self, place: int) -> None:
        """Go to a member's name."""
        row = self.rows[place] if place < len(self.rows) else None
        self.present = self.to_come if row is None else _retyped(row)
        self._stand(place, "name")

    def restore(self, place: int, part: Part, text: str, present: Typed, to_come: Typed) -> None:
        """Stand where it was left, with what was typed there."""
        self.at, self.part, self.text, self.present, self.to_come = place, part, text, present, to_come

    def _stand(self, place: int, part: Part) -> None:
        self.at, self.part = place, part
        self.text = self._written()

    def _written(self) -> str:
        """The present part as it would be typed."""
        present = self.present
        if self.part == "name":
            return present.name
        if self.part == "role":
            return "" if present.role is None else str(ROLES.index(present.role) + 1)
        if self.part == "born":
            return "" if present.born_on is None else present.born_on.isoformat()
        return "" if present.dependent is None else "1" if present.dependent else "2"

    def _name(self, name: str) -> str:
        if half_width(name) in _NOBODY:
            self._known, name = (), ""
        self.text = name
        if not name:
            self.remove()
            return ""
        self._take(replace(self.present, name=name))
        self._stand(self.at, "role")
        return ""

    def _take(self, present: Typed) -> None:
        """Of one who is in the list, every part counts at once."""
        self.present = present
        if not self.new:
            self.rows[self.at] = _member(present)

    def _next_member(self) -> None:
        if self.new:
            self.rows.append(_member(self.present))
            self.to_come = Typed()
        self.stand_at(self.at + 1)


def _member(typed: Typed) -> Relative:
    assert typed.role is not None
    return Relative(typed.name, typed.role, typed.born_on, bool(typed.dependent), typed.on_file_as)


def _retyped(row: Relative) -> Typed:
    return Typed(row.name, row.role, row.born_on, row.dependent, row.on_file_as)


def birth(typed: str, today: date) -> date:
    """A birth date as it is typed, or the day on which somebody of this age has had a birthday today.

    Raises:
        ValueError: It is neither, or lies after today.
    """
    if typed.isdecimal() and len(typed) <= 3:
        years = int(typed)
        if years > _OLDEST:
            raise ValueError(typed)
        last_of_february = (today.month, today.day) == (2, 29)
        return date(today.year - years, today.month, 28 if last_of_february else today.day)
    for read in (read_day, read_month):
        try:
            day = read(typed)
        except ValueError:
            continue
        if day <= today and today.year - day.year <= _OLDEST:
            return day
    raise ValueError(typed)


def _digit(typed: str, most: int) -> bool:
    return len(typed) == 1 and typed.isdecimal() and 1 <= int(typed) <= most
