"""Every paper that can be printed, as PDF, to be looked at: `python -m tests.tools.papers FOLDER`.

A proposal of twelve lines with its projection for a client of 65, and the cost sheets of a mortgage and a business
loan, in both languages; `pdftoppm -r 90 -png FILE NAME` makes pictures of them.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from advisor_tui.base.languages import LANGUAGES
from tests.desk.paper_case import add_loan, full_proposal
from tests.support import make_desk


def draw(folder: Path) -> list[Path]:
    """Write the papers into a folder, named by kind, product and language."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        desk = make_desk(Path(place))
        proposal = full_proposal(desk)
        desk.proposals.projections.run(proposal)
        loans = {kind: add_loan(desk, kind, months, 35_000) for kind, months in (("mortgage", 360), ("business", 36))}
        drawn = []
        for lang in LANGUAGES:
            for choice in desk.proposal_papers.offer(proposal):
                product = "" if choice.product is None else "-" + "-".join(choice.product["en"].split())
                drawn.append((f"{choice.kind}{product}-{lang}.pdf", desk.proposal_papers.write(proposal, choice, lang)))
            drawn += [
                (f"cost_sheet-{kind}-{lang}.pdf", desk.loan_papers.cost_sheet(loan, lang))
                for kind, loan in loans.items()
            ]
        files = [Path(shutil.copy(path, folder / name)) for name, path in drawn]
        desk.close()
        return files


if __name__ == "__main__":
    for file in draw(Path(sys.argv[1])):
        print(file)
