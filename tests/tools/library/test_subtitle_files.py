"""Subtitle files of others, as far as they are read with a package of others."""

from pathlib import Path

from egv.tools.library.subtitle_files import load_cues

ODD = """\
[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: top,0:00:01.00,0:00:02.00,Default,,0,0,0,,Hallo
"""


def test_a_layer_that_makes_no_sense_is_no_fault_and_no_warning(tmp_path: Path) -> None:
    (tmp_path / "a.ass").write_text(ODD)

    assert [cue.text for cue in load_cues(tmp_path / "a.ass")] == ["Hallo"]
