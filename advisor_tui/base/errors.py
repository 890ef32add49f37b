"""The one error that reaches a person: what happened, where, and a code that scripts can test."""


class DeskError(Exception):
    """A refusal with a reason: nothing was changed.

    Attributes:
        code: A stable word for scripts (`wrong_passphrase`, `home_busy`, …).
        message: An English message id of the catalogue, with `{name}` places.
        params: What fills the places; outside text is made safe when shown.
        where: The file, row, field or entry that it is about, or "".
    """

    def __init__(self, code: str, message: str, *, where: str = "", **params: object) -> None:
        self.code = code
        self.message = message
        self.params = params
        self.where = where
        super().__init__(code, message, params, where)

    def __str__(self) -> str:
        from advisor_tui.base.languages import translate
        from advisor_tui.base.text import safe_text

        shown = {name: safe_text(str(value)) for name, value in self.params.items()}
        return translate(self.message).format(**shown)
