"""Keys typed faster than the screen follows: each arrives where the key before it has led.

A terminal delivers fast typing, or typing over a slow line, in one piece. `KeysInOrder` hands out one key at a time, so
that what is typed behind a key that opens a dialog goes into that dialog; a screen that has to wait for a thread
before it can take the next key holds the keys back meanwhile. What takes no key that was typed before it was seen asks
`Seen`.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen


class KeysInOrder(App[None], inherit_bindings=False):
    """Mixed into the app: a key or a paste is delivered when the one before it has been handled.

    Handled means: by the focused widget, by all above it, and by the app, which runs the action of a binding; and
    where that has brought another screen on top, this one has been built and has given the focus. What a thread
    answers later is not waited for, so that a screen that is being read can be left, unless the screen asks for it with
    `hold_keys`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys_to_come: deque[events.Key | events.Paste] = deque()
        self._key_under_way = False
        self._holder: Screen[Any] | None = None

    def hold_keys(self) -> None:
        """Keep every key from now on, until `release_keys`; only for as long as this screen is the one on top."""
        self._holder = self.screen

    def release_keys(self, *, drop: bool = False) -> None:
        """Deliver what was typed meanwhile, in its order and before anything else; or forget it."""
        self._holder = None
        if drop:
            self._keys_to_come.clear()
        if not self._key_under_way and self._keys_to_come:
            self._key_under_way = True
            self._follow_key((self.screen, self), self.screen)

    def _keys_held(self) -> bool:
        if self._holder is not None and self._holder is not self.screen:
            # Locked, or closed by an error: what was meant for that screen is for no other one.
            self.release_keys(drop=True)
        return self._holder is not None

    async def on_event(self, event: events.Event) -> None:
        """Deliver a key now, or keep it while another is under way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._keys_held() or self._key_under_way:
            self._keys_to_come.append(event)
        else:
            self._key_under_way = True
            await self._hand_out(event)

    async def _hand_out(self, event: events.Key | events.Paste) -> None:
        screen = self.screen
        through = (self.focused or screen).ancestors_with_self
        await super().on_event(event)
        # Twice: what a widget tells of the key (a line was submitted, an option chosen) takes the same way after it.
        self._follow_key([*through, *through], screen)

    def _follow_key(self, through: Sequence[MessagePump], seen: Screen[Any]) -> None:
        """Go the way of the key, from queue to queue, always behind it; one that is closing has nothing to wait for."""
        for place, pump in enumerate(through):
            if pump.call_later(self._follow_key, through[place + 1 :], seen):
                return
        self.call_next(self._key_handled, seen)

    async def _key_handled(self, seen: Screen[Any]) -> None:
        if not self.screen_stack:  # the app is closing
            return
        if self.screen is not seen:
            self._follow_key((self.screen, self), self.screen)
        elif self._keys_to_come and not self._keys_held():
            await self._hand_out(self._keys_to_come.popleft())
        else:
            self._key_under_way = False


class Seen:
    """Tells the keys that answer what is on the screen from those that were typed before it was there."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._since: float | None = None
        screen.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._since = Message().time

    def answers(self, event: events.Key) -> bool:
        """Whether a key was typed after the screen was painted."""
        return self._since is not None and event.time >= self._since
