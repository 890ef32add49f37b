"""The names of channels and purposes in the language in use."""

from collections.abc import Mapping

from advisor_tui.base.languages import mark, translate, translate_in

CHANNELS: Mapping[str, str] = {
    "phone": mark("Phone"),
    "visit": mark("At the branch"),
    "wechat": mark("WeChat Work"),
    "video": mark("Video"),
    "home_visit": mark("Home visit"),
    "message": mark("Text message"),
    "letter": mark("Letter"),
}
PURPOSES: Mapping[str, str] = {
    "rhythm": mark("Regular contact"),
    "maturity": mark("Maturing money"),
    "assessment_expiry": mark("Risk assessment expiring"),
    "id_expiry": mark("Identity document expiring"),
    "birthday": mark("Birthday greeting"),
    "relation_start": mark("New client call"),
    "balance_move": mark("Large balance movement"),
    "proposal": mark("About a proposal"),
    "service": mark("Service matter"),
}


def channel_name(channel: str) -> str:
    """A channel of contact; an unknown word stands for itself."""
    if channel == "other":
        return translate_in("channel", "Other")
    return translate(CHANNELS[channel]) if channel in CHANNELS else channel


def purpose_name(purpose: str) -> str:
    """What a follow-up is for; an unknown word stands for itself."""
    if purpose == "other":
        return translate_in("purpose", "Other")
    return translate(PURPOSES[purpose]) if purpose in PURPOSES else purpose
