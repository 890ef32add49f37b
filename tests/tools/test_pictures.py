"""In a picture each glyph stands in its own cell."""

from pathlib import Path

from tests.tools.pictures import place_glyphs, save_png

LINE = '<text x="10" y="5" textLength="40" clip-path="url(#a)">a张&lt;b</text>'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">{LINE}</svg>'


def test_a_wide_glyph_moves_the_next_ones_by_two_cells() -> None:
    placed = place_glyphs(LINE)
    assert 'x="10.0 20.0 40.0 50.0"' in placed
    assert "textLength" not in placed
    assert ">a张&lt;b<" in placed


def test_the_fonts_from_the_network_are_gone() -> None:
    svg = "<style>@font-face { src: url(https://example.org/f.woff2) } text { font-family: Fira Code }</style>"
    assert "example.org" not in place_glyphs(svg)
    assert "Fira Code" not in place_glyphs(svg)


def test_a_screenshot_becomes_a_png(tmp_path: Path) -> None:
    save_png(SVG, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
