"""Widgets of a questionnaire that are laid out once a question, not once more for every size that this changed."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


class LaidOutOnce(Widget):
    """What takes the size that its content has: the layout that gave it another size is the last one.

    Textual lays the whole screen out again, and paints it again, for each widget whose size a layout has changed, since
    scrollbars may come of it. Scrollbars ask for that layout themselves.

    It stands after the Textual class among the bases: Textual takes the style rules of the first one.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class AnswerRows(LaidOutOnce):
    """Lines that are drawn as they are, each cut at the edge; only another number of them is laid out anew."""

    DEFAULT_CSS = """
    AnswerRows { height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._rows: tuple[Content, ...] = ()
        self.display = False

    def show(self, rows: tuple[Content, ...]) -> None:
        """Show other lines; without any the widget is gone."""
        if len(rows) == len(self._rows) and all(map(Content.is_same, rows, self._rows)):
            return
        other_size = len(rows) != len(self._rows)
        self._rows = rows
        self.display = bool(rows)
        self.refresh(layout=other_size)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a row."""
        return len(self._rows)

    def render(self) -> Content:
        """The rows."""
        return Content("\n").join(self._rows)
