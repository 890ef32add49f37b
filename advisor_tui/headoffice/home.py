"""Head office's folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class HeadOfficeHome:
    """The paths of head office's folder (docs/head-office.md)."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The encrypted warehouse."""
        return self.root / "warehouse.db"

    @property
    def warehouse_address(self) -> Path:
        """The address of a warehouse on a server, under the passphrase; there instead of `warehouse`."""
        return self.keys / "warehouse.url"

    @property
    def finished(self) -> bool:
        """Whether a head office was made here to the end."""
        return self.warehouse.exists() or (self.warehouse_address.exists() and not self.unfinished.exists())

    @property
    def unfinished(self) -> Path:
        """There from the first step of making a head office to the last: the warehouse, or this attempt's name."""
        return self.root / "warehouse.db.part"

    @property
    def keys(self) -> Path:
        """Private keys under the passphrase, and their public halves (.pub)."""
        return self.root / "keys"

    @property
    def allowed_signers(self) -> Path:
        """Who may sign, as `ssh-keygen -Y verify -f` reads it."""
        return self.root / "allowed_signers"

    @property
    def revoked(self) -> Path:
        """Revoked keys, as `ssh-keygen -Y verify -r` reads it."""
        return self.root / "revoked.krl"

    @property
    def archive(self) -> Path:
        """Applied bundles, as they came."""
        return self.root / "archive"

    @property
    def parked(self) -> Path:
        """Bundles that wait for the ones before them."""
        return self.root / "parked"

    @property
    def quarantine(self) -> Path:
        """Bundles that were refused."""
        return self.root / "quarantine"

    @property
    def outbox(self) -> Path:
        """Sealed bundles for terminals."""
        return self.root / "outbox"

    @property
    def lock(self) -> Path:
        """Held by the program that moves bundles, while it does."""
        return self.root / "lock"

    def make(self) -> None:
        """Make the folders, readable by their owner only."""
        for folder in (self.root, self.keys, self.archive, self.parked, self.quarantine, self.outbox):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
