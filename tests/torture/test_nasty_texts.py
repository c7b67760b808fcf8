"""The strings that break programs, in every place that takes a text: a video, or one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.cli.grammar.options import list_options
from egv.steps import STEPS
from tests.running import Ran, egv

pytestmark = [pytest.mark.torture, pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
THREE_FRAMES = (
    "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=0.12", "-c:v", "libx264", "-preset", "ultrafast",
    "-pix_fmt", "yuv420p",
)  # fmt: skip

NASTY = {
    "nothing": "",
    "a space": " ",
    "spaces of all kinds": "\u00a0\u2003\u3000\t",
    "only invisible": "\u200b\u200c\u200d\u2060\ufeff",
    "soft hyphens": "Do\u00adnau\u00addampf\u00adschiff",
    "turned about": "\u202eabc\u202d \u2066x\u2069",
    "right to left": "שלום עולם مرحبا",
    "marks without end": "Z" + "\u0337\u0321\u0353" * 60,
    "decomposed": "e\u0301e\u0301n",
    "family": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "one flag half": "🇳",
    "surrogate": "a\udcffb",
    "beyond planes": "𝕏 𓀀 \U000e0001 \U0010fffd",
    "no character": "\ufffe\uffff\ufdd0",
    "control": "a\x01\x07\x1b[31mb\x7f\x9b",
    "lines": "a\nb\r\nc\u2028d\u0085e\x0bf",
    "only a line end": "\n",
    "long word": "x" * 5000,
    "long text": "woord " * 1000,
    "very wide": "﷽" * 30,
    "ffmpeg": "a:b=c,d;[e]'f\\:%{pts}%%",
    "subtitle code": "{\\p1}m 0 0 l 9 0{\\p0}\\N\\h{\\fs500}",
    "markup": "<script>alert(1)</script>&amp;<b>",
    "yaml": "!!python/object:x {a: [b, &c *c]} # - 'x\"",
    "places": "{title} {name!r} {0} {} {{ {stem.__class__}",
    "shell": "$(id) `id` ; rm -rf ~ | %PATH% !! ^",
    "path": "../../../etc/passwd",
    "path of Windows": "C:\\CON\\aux. ",
    "device": "NUL",
    "option": "--overwrite",
    "equals": "=x==",
    "number": "1e999",
    "infinite": "-inf",
    "foreign digits": "١٢٣ ⅷ ①",
    "truth": "no",
    "null": "null",
}


def check_no_bug(ran: Ran) -> None:
    """A video, or one plain refusal before any work."""
    document = json.loads(ran.out)
    faults = [document["error"], *[entry.get("error") for entry in document["outputs"]]]
    kinds = [fault["kind"] for fault in faults if fault]

    assert "bug" not in kinds, faults
    assert ran.code in (0, 2, 3, 5), faults
    assert ran.code == 0 or kinds
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize("name", NASTY)
def test_every_option_of_every_step_takes_or_refuses_it(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    source = clip("a.mp4", *THREE_FRAMES)
    for step in STEPS:
        for option in list_options(step):
            if not option.is_switch:
                word = f"{option.name}={NASTY[name]}"
                line = (step.name, word, source, "-n", "--json", "-o", f"{tmp_path}/out/")
                check_no_bug(egv(*line))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", NASTY)
def test_a_video_is_made_with_it_in_every_text_at_once(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    text = NASTY[name]
    kit = tmp_path / "kit" / "kit.yaml"
    kit.parent.mkdir()
    said = {"title": text, "name": text, "role": text, "department": text, "language": "nl"}
    facts = {"schema": "egv/kit@1", "name": "nasty", "company": text or "x", "strings": said}
    kit.write_text(json.dumps(facts), encoding="utf-8", errors="surrogateescape")
    words = [word for field in ("title", "name", "role") for word in ("--set", f"{field}={text}")]
    line = ("run", "-r", "standard", clip("a.mp4", *THREE_FRAMES), *words, "lower-third",
            f"--name={text}", f"--role={text}", "--start=0")  # fmt: skip
    for kit_words in ((), ("-k", kit)):
        check_no_bug(egv(*line, *kit_words, "-o", f"{tmp_path}/out/", "--json", "--no-input",
                         "--quality", "draft", "--overwrite"))  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_a_list_of_clips_a_template_and_a_subtitle_take_or_refuse_it(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    text = NASTY[name]
    source = clip("a.mp4", *THREE_FRAMES)
    table = tmp_path / "clips.csv"
    quoted = text.replace('"', '""')
    table.write_text(
        f'file,name,title\na.mp4,"{quoted}","{quoted}"\n', "utf-8", errors="surrogateescape"
    )
    cue = f"1\n00:00:00,000 --> 00:00:00,100\n{text}\n"
    subtitle = tmp_path / "said.srt"
    subtitle.write_text(cue, encoding="utf-8", errors="surrogateescape")
    ending = ("--json", "--no-input", "--quality", "draft", "--overwrite")

    template = f"{tmp_path}/out/{{title}}.mp4"
    check_no_bug(egv("lower-third", "--start=0", "--files-from", table, "-o", template, *ending))
    named = f"{tmp_path}/out/{text}.mp4"
    check_no_bug(egv("normalise", source, "-o", named, *ending))
    check_no_bug(egv("subtitle", "--from", subtitle, source, "-o", f"{tmp_path}/c/", *ending))
