"""Saving a draft after every key, in whatever order the threads run: the newest draft is what is written last."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.desk.proposal.draft import Draft


class DraftSaver:
    """The newest draft of a proposal and the one that is stored; `write` runs in a thread."""

    def __init__(self, proposal_id: str, stored: "Draft") -> None:
        self._proposal_id = proposal_id
        self._newest = self._stored = stored
        self._turn = threading.Lock()

    def put(self, draft: "Draft") -> None:
        """A newer draft; it is written by the next `write`."""
        self._newest = draft

    def write(self, desk: "Desk") -> None:
        """Store the newest draft unless it is stored already.

        Raises:
            DeskError: As `Proposals.save`; the next `write` tries again.
        """
        with self._turn:
            draft = self._newest
            if draft != self._stored:
                desk.proposals.save(self._proposal_id, draft)
                self._stored = draft

    @property
    def behind(self) -> bool:
        """Whether something is not stored yet."""
        return self._newest != self._stored
