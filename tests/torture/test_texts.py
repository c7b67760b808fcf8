"""Texts that attack (section E): each is drawn as typed, and no more than that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import egv, made
from tests.torture.watching import SMALL, tree

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
TEXTS = ("455%. Anora", "%{pts} %{localtime}", "%{metadata:x}", "Don't [a]; b,c:d \\n \\ =",
         "{\\fs200}big", "[Fonts] fontname:", "${SECRET} ${HOME}", "red:text=OWNED")  # fmt: skip


@pytest.mark.torture_case("E2")
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_drawn_and_never_obeyed(clip: Maker, tmp_path: Path, text: str) -> None:
    line = ("lower-third", "--name", text, "--start", "0", "--quality", "draft")
    result = made(*line, clip("a.mp4", *LONGER), "-o", f"{tmp_path}/out/")

    assert result["status"] == "rendered"
    assert list(tree(tmp_path / "out")) == ["a.mp4"]


LONGER = tuple(word.replace(":d=1", ":d=6") for word in SMALL)
SUBTITLES = {
    "E6 a section": "Hello\n[Fonts]\nfontname: x\nDialogue: 0,0:00:00.00,0:00:09.00,x,,0,0,0,,y",
    "E5 a font": '<font size="200" color="red">Hello</font> <b>a</b>',
    "E12 no spaces": "x" * 10_000,
}


@pytest.mark.torture_case("E6")
@pytest.mark.parametrize("name", SUBTITLES)
def test_a_subtitle_is_drawn_or_refused_in_one_sentence(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "a.srt"
    file.write_text(f"1\n00:00:00,000 --> 00:00:03,000\n{SUBTITLES[name]}\n")
    ran = egv("subtitle", "--from", file, clip("b.mp4", *LONGER), "-o", f"{tmp_path}/out/",
              "--quality", "draft", "--json")  # fmt: skip

    assert ran.code in (0, 2)
    assert '"bug"' not in ran.out
