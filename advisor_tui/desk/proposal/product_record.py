"""A version of a product as it is kept with the proposals that were made with it."""

import hashlib
import json
from typing import Any

from sqlmodel import Session, select

from advisor_tui.base.ids import IdSource
from advisor_tui.reference.products import Product
from advisor_tui.store.tables import Product as ProductRow


def product_text(product: Product) -> str:
    """Everything that a version says, as canonical JSON (sorted keys, no spaces); amounts in 分, rates in 10⁻⁴."""
    content = {
        "id": product.id,
        "version": product.version,
        "effective_from": product.effective_from.isoformat(),
        "name": dict(product.name),
        "type": product.type,
        "subtype": product.subtype,
        "issuer": dict(product.issuer),
        "issuer_id": product.issuer_id,
        "issuer_risk_level": product.issuer_risk_level,
        "seller_risk_level": product.seller_risk_level,
        "risk_level": product.level,
        "currency": product.currency,
        "term_days": product.term_days,
        "liquidity": product.liquidity,
        "min_amount": product.min_amount,
        "step": product.step,
        "fees": [{"name": dict(fee.name), "rate": fee.rate, "when": fee.when} for fee in product.fees],
        "rate": product.rate,
        "tax_rate": product.tax_rate,
        "assumption": product.assumption,
        "investor": product.investor,
        "cooling_off_hours": product.cooling_off_hours,
        "benefit_uncertain": product.benefit_uncertain,
        "pays": list(product.pays),
        "pay_years": list(product.pay_years),
        "sale_from": product.sale_from.isoformat() if product.sale_from else None,
        "sale_to": product.sale_to.isoformat() if product.sale_to else None,
        "disclosure": {
            "id": product.disclosure.id,
            "version": product.disclosure.version,
            "text": dict(product.disclosure.text),
            "sha256": product.disclosure.hash,
        },
        "risks": dict(product.risks),
    }
    return canonical(content)


def canonical(content: Any) -> str:
    """JSON whose bytes depend on the content alone: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """SHA-256 of a text's UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_product(session: Session, ids: IdSource, product: Product) -> ProductRow:
    """The stored row of a version, added when it is not there.

    A version whose text was changed in data/ without a new number is kept a second time under its hash, so that an
    old proposal is still explained by what it was made with.
    """
    text = product_text(product)
    digest, version = sha256(text), str(product.version)
    found = session.exec(select(ProductRow).where(ProductRow.code == product.id, ProductRow.version == version)).first()
    if found is not None and found.sha256 != digest:
        version = f"{product.version}+{digest[:12]}"
        found = session.exec(
            select(ProductRow).where(ProductRow.code == product.id, ProductRow.version == version)
        ).first()
    if found is None:
        found = ProductRow(
            id=ids.new(),
            code=product.id,
            version=version,
            effective_from=product.effective_from,
            kind=product.type,
            risk_level=product.level,
            sha256=digest,
            text=text,
        )
        session.add(found)
        session.flush()
    return found
