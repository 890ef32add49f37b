"""What a client owes, by the interviews and on file: for the rules of the whole portfolio and for projections."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from advisor_tui.rules.profile import Facts, number
from advisor_tui.rules.projection.plan import Debt
from advisor_tui.store.tables import Liability

_RATE_UNIT = 100
"""A debt's rate on file is in 10⁻⁴ percent; a projection's is in 10⁻⁴."""


@dataclass(frozen=True)
class Debts:
    """What is owed and paid, in 分: what was told, but never less than what is on file.

    Attributes:
        owed_fen: All that is owed; None where nobody told and nothing is on file.
        instalments_fen: All that is paid a month; None where nobody told.
        on_file: What the bank knows.
    """

    owed_fen: int | None
    instalments_fen: int | None
    on_file: tuple[Liability, ...]

    @property
    def instalments_on_file_fen(self) -> int:
        """What is paid a month on what the bank knows."""
        return sum(row.instalment or 0 for row in self.on_file)

    def projected(self, loan_rate: int) -> tuple[tuple[Debt, ...], bool]:
        """The debts as a projection pays them back, and whether the instalments of all of them are known.

        One debt where the instalments were told. Else those on file with theirs, and what was told beyond them.

        Args:
            loan_rate: What a loan costs whose rate is not on file, in 10⁻⁴.
        """
        found = tuple(
            Debt(row.balance, row.instalment or 0, loan_rate if row.rate is None else row.rate // _RATE_UNIT)
            for row in self.on_file
            if row.balance
        )
        if not self.owed_fen:
            return (), True
        if self.instalments_fen is not None:
            return (Debt(self.owed_fen, self.instalments_fen, self._rate(loan_rate)),), True
        beyond = self.owed_fen - sum(debt.balance_fen for debt in found)
        found += (Debt(beyond, 0, self._rate(loan_rate)),) if beyond else ()
        return found, all(debt.instalment_fen for debt in found)

    def _rate(self, loan_rate: int) -> int:
        """The mean rate of the debts on file."""
        rated = [(row.balance, row.rate // _RATE_UNIT) for row in self.on_file if row.rate is not None]
        weight = sum(balance for balance, _ in rated)
        return sum(balance * rate for balance, rate in rated) // weight if weight else loan_rate


def debts_of(session: Session, client_id: str, facts: Facts) -> Debts:
    """What a client owes by these facts and on file."""
    rows = session.exec(select(Liability).where(Liability.client_id == client_id).order_by(col(Liability.id))).all()
    owed, paid = sum(row.balance for row in rows), sum(row.instalment or 0 for row in rows)
    told, told_paid = number(facts, "total_debts"), number(facts, "monthly_debt_payment")
    return Debts(
        owed or None if told is None else max(told, owed),
        None if told_paid is None else max(told_paid, paid),
        tuple(rows),
    )
