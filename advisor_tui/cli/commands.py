"""The table of commands: which module each lives in."""

import typer

from advisor_tui.base.languages import mark, translate
from advisor_tui.cli import audit, check, data, demo, desk, doctor, exchange, headoffice, home, imports, recover

app = typer.Typer(
    name="advisor-tui",
    help=translate(mark("The desk of a bank branch's financial advisor.")),
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback(invoke_without_command=True)(desk.open_desk)
app.command("demo", help=translate(mark("Open a throw-away desk with synthetic clients.")))(demo.demo)
app.command("init", help=translate(mark("Make an encrypted home for one advisor.")))(home.init)
app.command("recover", help=translate(mark("Get a new passphrase with head office's help.")))(recover.recover)
app.command("doctor", help=translate(mark("Check the terminal, the database and the clock.")))(doctor.doctor)
app.command("import", help=translate(mark("Import clients, holdings, liabilities or assessments.")))(
    imports.import_file
)
app.command("check", help=translate(mark("Decide cases by the rules, without a desk.")))(check.check)
exchange.register(app)
app.add_typer(audit.app, name="audit", help=translate(mark("The journal.")))
app.add_typer(data.app, name="data", help=translate(mark("The files of data/.")))
app.add_typer(headoffice.app, name="head-office", help=translate(mark("Head office's side.")))
