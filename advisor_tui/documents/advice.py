"""What the papers of a proposal have in common: whose proposal it is, its products, and what the rules said."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor_tui.base.languages import join_sentences, translate
from advisor_tui.base.money import percent
from advisor_tui.documents.blocks import Block, Callout, Cell, Digest, Signatures, Together, Tone
from advisor_tui.documents.signing import date_line, grouped, signers

Nature = Literal["investment", "insurance", "deposit"]
FEE_UNIT = 10_000
"""A fee's rate is an integer of 10⁻⁴."""


@dataclass(frozen=True)
class Advised:
    """A presented version of a proposal and the people it is about, in the reader's language.

    Attributes:
        branch: The branch's name.
        identity: The client's ID number, masked, or "".
        age: Years of age on the day of the presentation, or None.
        level: The client's level with its name, or "".
        sha256: The hash of what was proposed, the one that the client's decision is recorded with.
    """

    branch: str
    advisor: str
    staff_no: str
    client: str
    client_number: str
    identity: str
    age: int | None
    level: str
    assessed_on: date | None
    valid_until: date | None
    number: int
    version: int
    presented_on: date
    sha256: str

    @property
    def reference(self) -> str:
        """The number by which people name it: client, proposal, version."""
        return f"{self.client_number}-{self.number}-V{self.version}"

    def head(self) -> tuple[tuple[str, str], ...]:
        """The pairs on top of each paper."""
        valid = "" if self.valid_until is None else self.valid_until.isoformat()
        pairs = (
            (translate("Client"), self.client),
            (translate("Client no."), self.client_number),
            (translate("ID number"), self.identity),
            (translate("Proposal no."), self.reference),
            (translate("Risk level"), self.level),
            (translate("Level valid until"), valid),
            (translate("Advisor"), f"{self.advisor} ({self.staff_no})"),
            (translate("Shown on"), self.presented_on.isoformat()),
        )
        return tuple((label, value or "—") for label, value in pairs)

    def close(self, *before: Block) -> Block:
        """What stands at the end on one page: what is signed, the hash, and who signs."""
        return Together(
            (
                *before,
                Digest(translate("Hash of what was proposed (SHA-256)"), grouped(self.sha256)),
                Signatures(tuple(signers(translate("Witness"))), date_line()),
            )
        )


@dataclass(frozen=True)
class Said:
    """What a rule said.

    Attributes:
        verdict: forbidden, warn or allowed.
        source: Law and article, or "" where the law was not read and nothing may be cited.
        must_do: What has to be done, as labels.
        fit: Whether its consent is part of the matching opinion (令2025年第7号 art. 31).
    """

    title: str
    text: str
    verdict: str
    source: str = ""
    must_do: tuple[str, ...] = ()
    fit: bool = False

    @property
    def tone(self) -> Tone:
        """How it is coloured, beside its words."""
        return {"forbidden": "bad", "warn": "warn", "allowed": "good"}.get(self.verdict, "")  # type: ignore[return-value]  # the words of Tone

    def verdict_cell(self) -> Cell:
        """The verdict in a word."""
        words = {
            "forbidden": translate("does not fit"),
            "warn": translate("to be heeded"),
            "allowed": translate("fits"),
        }
        return Cell(words.get(self.verdict, "—"), tone=self.tone)


@dataclass(frozen=True)
class Charge:
    """A fee of a product.

    Attributes:
        rate: In 10⁻⁴.
        when: yearly, entry, exit or gain; "" where the record of the product does not say.
    """

    name: str
    rate: int
    when: str

    @property
    def rate_text(self) -> str:
        """The rate in percent."""
        return percent(self.rate, FEE_UNIT, 2)

    @property
    def when_text(self) -> str:
        """When it is charged, in words; "" where that is not known."""
        words = {
            "yearly": translate("every year"),
            "entry": translate("when bought"),
            "exit": translate("when sold"),
            "gain": translate("of what is gained"),
        }
        return words.get(self.when, "")

    def on(self, amount: int) -> int | None:
        """What one charge comes to on an amount (分), halves upward; None where it is of something else."""
        return None if self.when == "gain" else (amount * self.rate + FEE_UNIT // 2) // FEE_UNIT


@dataclass(frozen=True)
class Offered:
    """A product as it was proposed, its texts in the reader's language; amounts in 分.

    Attributes:
        key: Its id and version in the catalogue.
        nature: What may be lost with it: principal, what surrender costs, or nothing.
        kind: Its type in words.
        raising: How it is offered, in words, or "".
        level: The level that holds, 1 to 5, or None.
        levels: That level with both ratings, or "".
        term, money_back, cooling_off: In words; "" where there is none.
        least, step: The smallest purchase and its step.
        disclosure_key, disclosure_sha256: Version and hash of the text that is disclosed.
        held, amount: What the client has, and is to have; of insurance one premium, paid as `paid` says.
        sold: Whether something is bought.
        uncertain: Whether its benefits depend on results.
        senior: Whether special care for the client's age is owed (令2025年第7号 art. 18).
        insists: Whether the client wants it against advice.
    """

    key: str
    name: str
    issuer: str
    nature: Nature
    kind: str
    raising: str
    investors: str
    level: int | None
    levels: str
    term: str
    money_back: str
    cooling_off: str
    least: int
    step: int
    fees: tuple[Charge, ...]
    risks: str
    disclosure: str
    disclosure_key: str
    disclosure_sha256: str
    held: int
    amount: int
    paid: str
    serves: str
    said: tuple[Said, ...]
    sold: bool
    uncertain: bool = False
    senior: bool = False
    insists: bool = False

    @property
    def bought(self) -> int:
        """What is added to what the client has, in 分."""
        return max(0, self.amount - self.held)

    def due(self, fee: Charge) -> int | None:
        """What one charge of a fee comes to with this proposal, in 分; None where it is on nothing, or on the gain.

        What is charged at the purchase, or nobody knows when, is on what is bought: never on money already there. A
        yearly fee is on all that is then held; one at the sale on what is sold now, else on all that is then held.
        """
        sold_now = max(0, self.held - self.amount)
        basis = {"yearly": self.amount, "exit": sold_now or self.amount}.get(fee.when, self.bought)
        return fee.on(basis) if basis else None

    def heeded(self) -> tuple[Said, ...]:
        """What the client has to heed, and why it fits; every rule's answer stands in the opinion."""
        return tuple(said for said in self.said if said.verdict != "allowed" or said.fit)

    @property
    def level_text(self) -> str:
        """The level as it is written, a dash for none."""
        return "—" if self.level is None else f"R{self.level}"

    @property
    def fees_text(self) -> str:
        """The fees on one line."""
        shown = [" ".join(part for part in (fee.name, fee.rate_text, fee.when_text) if part) for fee in self.fees]
        return join_sentences(shown) or translate("none")


def against_advice() -> Block:
    """What stands with a product that the client wants against the bank's advice (令2025年第7号 art. 38)."""
    return Callout(
        translate("Against the bank's advice"),
        (
            translate(
                "The bank finds this product unsuitable for you and advises you to stop. You buy it only on your own "
                "wish, which you confirm in writing."
            ),
        ),
        tone="bad",
    )


def no_promise() -> Block:
    """What every paper about investments says."""
    return Callout(
        translate("Please note"),
        (
            translate(
                "Nothing in this paper promises principal or return. A wealth product is no deposit; investing carries "
                "risk, chiefly the loss of principal. Past results do not tell future ones."
            ),
        ),
    )
