"""Which area led into which: Esc leads back to where the advisor came from."""


class WayBack:
    """Remembers, for an area that another one sent the advisor into, which one that was.

    What was opened there leads straight back when it closes. Once the advisor does something of his own on the
    area's first screen, only Esc on that screen does.
    """

    def __init__(self) -> None:
        self._from: dict[str, str] = {}
        self._settled: set[str] = set()

    def led(self, origin: str, area: str) -> None:
        """One area sent the advisor into another one."""
        self._from[area] = origin
        self._settled.discard(area)

    def forget(self, area: str) -> None:
        """The advisor went to an area himself."""
        self._from.pop(area, None)
        self._settled.discard(area)

    def settle(self, area: str) -> None:
        """The advisor presses keys on the area's first screen: what he opens from there leads back there."""
        self._settled.add(area)

    def after_closing(self, area: str) -> str:
        """Where closing what was opened leads, or "" to stay on the area's first screen."""
        return "" if area in self._settled else self.take(area)

    def take(self, area: str) -> str:
        """Where Esc on the area's first screen leads, or "" where nothing led there; asked once."""
        origin = self._from.pop(area, "")
        self._settled.discard(area)
        return origin
