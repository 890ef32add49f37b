"""What the doctor tells of one thing that it looked at."""

from dataclasses import dataclass

from advisor_tui.base.languages import mark, translate

REASONS = {
    "gap": mark("an entry is missing before it"),
    "chain": mark("it does not follow the entry before it"),
    "payload": mark("its content was changed"),
    "hash": mark("its header was changed"),
    "blank": mark("its content was blanked without an order"),
    "short": mark("the end of the journal is missing"),
}
"""What is wrong with the first bad entry of the journal, by the words of `store.audit`."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        code: A stable word for it.
        name: A message id for it.
        ok: Whether it is well.
        found: What was found, in the language in use.
        advice: A message id of what to do where it is not well.
    """

    code: str
    name: str
    ok: bool
    found: str
    advice: str = ""

    def told(self) -> dict[str, str | bool]:
        """The check in the language in use; without advice where nothing is to be done."""
        advice = "" if self.ok or not self.advice else translate(self.advice)
        return {"code": self.code, "name": translate(self.name), "ok": self.ok, "found": self.found, "advice": advice}
