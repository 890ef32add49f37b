"""The home folder: where everything of one desk lies."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The paths of one desk's home folder, readable by its owner only."""

    root: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.root / "desk.db"

    @property
    def unfinished(self) -> Path:
        """The database while the home is being made."""
        return self.root / "desk.part"

    @property
    def keys(self) -> Path:
        """The wrapped keys."""
        return self.root / "keys.json"

    @property
    def recovery(self) -> Path:
        """The private half of a request for a new passphrase, under that passphrase, until it is answered."""
        return self.root / "recovery"

    @property
    def head(self) -> Path:
        """The last sealed seq and hash of the journal."""
        return self.root / "head"

    @property
    def lock(self) -> Path:
        """Held by the one process that has the home open."""
        return self.root / "lock"

    @property
    def settings(self) -> Path:
        """What may be known before the database is open: language, borders, idle lock."""
        return self.root / "settings.toml"

    @property
    def outbox(self) -> Path:
        """Sealed bundles that wait for delivery."""
        return self.root / "outbox"

    @property
    def inbox(self) -> Path:
        """Bundles that came in, after they were applied."""
        return self.root / "inbox"

    @property
    def delivered(self) -> Path:
        """What the keyless export copied, a JSON line each."""
        return self.root / "delivered.jsonl"

    @property
    def exchange(self) -> Path:
        """How far the exchange has come, for who has no key."""
        return self.root / "exchange.json"

    @property
    def print(self) -> Path:
        """What leaves in clear on purpose; emptied at lock unless saved on purpose."""
        return self.root / "print"

    def make(self) -> None:
        """Make the folders, readable by their owner only."""
        for folder in (self.root, self.outbox, self.inbox, self.print):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


def default_home() -> Home:
    """The platform's user data folder / advisor-tui, or $ADVISOR_TUI_HOME."""
    named = os.environ.get("ADVISOR_TUI_HOME")
    if named:
        return Home(Path(named))
    from platformdirs import user_data_path

    return Home(user_data_path("advisor-tui", appauthor=False))
