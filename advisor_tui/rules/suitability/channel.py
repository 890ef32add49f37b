"""Channels that may take no part in a sale or an assessment (《金融产品网络营销管理办法》)."""

from dataclasses import dataclass, field

from advisor_tui.rules.facts import Sale
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.rule import MORE, Rule
from advisor_tui.rules.suitability.conduct import listed


@dataclass(frozen=True, slots=True)
class ThirdParties:
    """How third-party platforms are named as channels."""

    channels: tuple[str, ...] = field(metadata=MORE)


def third_party(channel: str | None, values: ThirdParties) -> Finding | None:
    """A third-party platform takes no part in signing, transfer or assessment; nothing is said where none is named."""
    if channel is None or not listed(channel, values.channels):
        return None
    return Finding("third_party_channel", Verdict.FORBIDDEN, params={"channel": channel})


def judge_third_party(sale: Sale, values: ThirdParties) -> Finding | None:
    """A sale is not made through a third-party platform."""
    return third_party(sale.context.channel, values)


THIRD_PARTY_CHANNEL = Rule("third_party_channel", ThirdParties, judge_third_party)
