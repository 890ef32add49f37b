"""A PDF read back by the stock tools of poppler-utils; without them the test is skipped, and says so."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

_TO = {"pdftotext": ["-"], "pdffonts": []}
"""What comes behind the file."""


def _run(tool: str, pdf: bytes, folder: Path, *options: str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} (poppler-utils) is not installed: what was printed cannot be read back")
    file = folder / "printed.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([tool, *options, str(file), *_TO[tool]], capture_output=True, check=True)
    return done.stdout.decode()


def text_of(pdf: bytes, folder: Path) -> str:
    """What can be read on it, lines as they stand; pages end with a form feed."""
    return _run("pdftotext", pdf, folder, "-layout")


def words_of(pdf: bytes, folder: Path) -> str:
    """Field by field without any blank, so that a sentence is found wherever its lines break."""
    return "".join(_run("pdftotext", pdf, folder).split())


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page."""
    return text_of(pdf, folder).split("\f")[:-1]


def fonts_of(pdf: bytes, folder: Path) -> list[tuple[str, bool, bool]]:
    """Of each font its name, whether it is embedded, and whether only the part that is used."""
    lines = _run("pdffonts", pdf, folder).splitlines()[2:]
    found = [re.fullmatch(r"(\S+)\s.*?(yes|no) (yes|no) (?:yes|no)\s+\d+\s+\d+", line.strip()) for line in lines]
    return [(hit[1], hit[2] == "yes", hit[3] == "yes") for hit in found if hit is not None]
