"""What is asked of the catalogue without a client: how names are typed, what is assumed, how a loan begins."""

from collections.abc import Mapping

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.spelling import spellings
from advisor_tui.desk.views.catalogue import AssumedView, LoanStart

_PERCENT = 100
"""10⁻⁴ percent in one 10⁻⁴."""
_DAYS_A_YEAR = 365


class ProductCatalogue:
    """The products of today."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def spelled(self) -> Mapping[str, tuple[str, ...]]:
        """By product id every way to type its name: Chinese, pinyin, initials, English, lower case without spaces."""
        return {
            product.id: (*spellings(product.name["zh"]), product.name["en"].lower().replace(" ", ""))
            for product in self._office.reference.products.on(self._office.today)
        }

    def assumed(self) -> Mapping[str, AssumedView]:
        """What each class of assets is projected with, by its id."""
        table = self._office.reference.projection
        return {
            each.id: AssumedView(
                table.notes[each.id].name,
                each.yearly_return,
                each.volatility,
                table.notes[each.id].source,
                table.confirmed,
            )
            for each in table.assumptions.classes
        }

    def loan(self, product_id: str) -> LoanStart:
        """What a case of a loan product begins with.

        Raises:
            DeskError: `reference_unknown`, `not_a_loan`.
        """
        product = self._office.reference.products.latest(product_id, self._office.today)
        if product.loan is None or product.rate is None or product.term_days is None:
            raise DeskError("not_a_loan", mark("This product is no loan."), where=product_id)
        return LoanStart(
            product.subtype,
            product.name,
            product.loan.purpose,
            product.min_amount,
            product.loan.most,
            product.term_days * 12 // _DAYS_A_YEAR,
            product.rate * _PERCENT,
        )
