"""The page of a kit: all of it is there, and none of it is markup."""

from dataclasses import replace
from pathlib import Path

from egv.app.authoring.kit_page import MARK, PreviewPanel, build_kit_page
from egv.core.media.shape import Box
from egv.core.text.translation import UiLanguage
from egv.tools.library.kits import load_kit


def test_colours_fonts_and_stills_are_on_the_page(tmp_path: Path) -> None:
    picture = tmp_path / "still.png"
    picture.write_bytes(b"png")
    panel = PreviewPanel("programme", "a plate", picture, Box(10, 20, 80, 40), (100, 80))
    page = build_kit_page(load_kit("acme"), [("square", (panel,))], UiLanguage.EN)

    assert MARK in page[:400]
    assert "<b>primary</b>" in page
    assert '<img alt="square: a plate" src="data:image/png;base64,cG5n">' in page
    assert 'style="left:10.00%;top:25.00%;width:80.00%;height:50.00%"' in page


def test_what_people_wrote_is_escaped(tmp_path: Path) -> None:
    kit = load_kit("acme")
    wild = '<script>"x"</script> & co'
    panel = PreviewPanel("intro", wild, _write_still(tmp_path), Box(0, 0, 1, 1), (1, 1))
    page = build_kit_page(
        replace(kit, spec=kit.spec.model_copy(update={"title": wild})),
        [("square", (panel,))],
        UiLanguage.EN,
    )

    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 5  # title, top, heading, caption, description


def _write_still(folder: Path) -> Path:
    still = folder / "still.png"
    still.write_bytes(b"")
    return still
