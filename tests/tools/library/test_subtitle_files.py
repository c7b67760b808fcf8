"""Subtitle files of others, as far as they are read with a package of others, and their names."""

from pathlib import Path

import pytest

from egv.core.errors import UsageError
from egv.tools.library.subtitle_files import (
    find_clip_text_file,
    list_clip_text_files,
    list_text_notes,
    load_cues,
)

HEAD = """\
[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
ODD = HEAD + "Dialogue: top,0:00:01.00,0:00:02.00,Default,,0,0,0,,Hallo\n"


def ass(tmp_path: Path, *texts: str, times: str = "0:00:01.00,0:00:02.00") -> Path:
    lines = (f"Dialogue: 0,{times},Default,,0,0,0,,{text}\n" for text in texts)
    (tmp_path / "a.ass").write_text(HEAD + "".join(lines), encoding="utf-8")
    return tmp_path / "a.ass"


def test_a_layer_that_makes_no_sense_is_no_fault_and_no_warning(tmp_path: Path) -> None:
    (tmp_path / "a.ass").write_text(ODD)

    assert [cue.text for cue in load_cues(tmp_path / "a.ass")] == ["Hallo"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"{\an8\fs20\c&H0000FF&}Eerste\N{\i1}regel{\i0}\hmeer", "Eerste\nregel meer"),
        (r"{\p1}m 0 0 l 100 0{\p0}Tekst", "Tekst"),
        (r"{\pos(1,2)\pbo3}Tekst", "Tekst"),
        (r"{\k20}Twee{\k30}de {\k20}regel.", "Tweede regel."),
        (r"a \{b\} {een opmerking}c", "a {b} c"),
        ("C:\\\u2060Nora", r"C:\Nora"),
        ("open { haak", "open { haak"),
    ],
)
def test_commands_and_drawings_are_no_text(tmp_path: Path, text: str, said: str) -> None:
    assert [cue.text for cue in load_cues(ass(tmp_path, text))] == [said]


@pytest.mark.parametrize("drawing", [r"{\p1}m 0 0 l 100 0 100 100", r"{\an7\p4}m 0 0{\i1} l 1 1"])
def test_a_file_of_drawings_has_no_subtitle(tmp_path: Path, drawing: str) -> None:
    with pytest.raises(UsageError, match="this file has no subtitles"):
        load_cues(ass(tmp_path, drawing))


def test_a_file_of_events_alone_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ass").write_text(
        ODD.partition("[V4+")[0] + "[Events]" + ODD.partition("[Events]")[2]
    )

    assert [cue.text for cue in load_cues(tmp_path / "a.ass")] == ["Hallo"]


def test_layers_with_one_text_are_one_subtitle(tmp_path: Path) -> None:
    path = ass(tmp_path, "Hallo", r"{\blur3}Hallo")

    assert [cue.text for cue in load_cues(path)] == ["Hallo"]
    assert "shown once" in list_text_notes(path, is_script=False)[0]


def test_a_line_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    path = ass(tmp_path, "Weg", times="0:00:03.00,0:00:02.00")
    path.write_text(path.read_text() + "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Er\n")

    assert [cue.text for cue in load_cues(path)] == ["Er"]
    [note] = list_text_notes(path, is_script=False)
    assert note.startswith("a.ass: 1 subtitle that end")
    assert "'Weg' at 3.0 s" in note


TTML = """<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div>
<p begin="00:00:01.000" end="00:00:03.000">Eerste<br/>regel.</p></div></body></tt>"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttml", TTML, ["Eerste\nregel."]),
        ("a.srt", TTML, ["Eerste\nregel."]),
        ("a.srt", ODD, ["Hallo"]),
        (
            "a.sbv",
            "0:00:01.000,0:00:03.000\nEen\n\n0:00:04.000,0:00:06.000\nTwee\n",
            ["Een", "Twee"],
        ),
        ("a.txt", "[10][30]Een|twee\n[40][60]Drie\n", ["Een\ntwee", "Drie"]),
    ],
)
def test_kinds_are_known_by_what_is_in_them(
    tmp_path: Path, name: str, text: str, said: list[str]
) -> None:
    (tmp_path / name).write_text(text)

    assert [cue.text for cue in load_cues(tmp_path / name)] == said


def test_a_file_that_counts_frames_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sub").write_text("{25}{75}Een\n")

    with pytest.raises(UsageError, match="its times count frames"):
        load_cues(tmp_path / "a.sub")


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_bytes(
        "1\n00:00:01,000 --> 00:00:02,000\nZażółć gęślą\n".encode("cp1250")
    )
    (tmp_path / "a.txt").write_bytes("Zażółć gęślą".encode("cp1250"))

    for name, is_script in (("a.srt", False), ("a.txt", True)):
        [note] = list_text_notes(tmp_path / name, is_script=is_script)
        assert note.startswith(f"{name}: it is not UTF-8, and was read as Windows-1250; ")


@pytest.mark.parametrize(
    "name",
    ["clip.srt", "clip.SRT", "clip.VTT", "CLIP.srt", "clip.mp4.srt", "clip.nl.srt", "clip.dut.srt",
     "clip.nl-BE.srt", "clip.Dutch.srt", "clip.nl.forced.srt", "clip.mp4.en.vtt",
     "clip.zh-Hans.srt", "clip.en.sdh.vtt", "clip.txt", "clip.sbv"],
)  # fmt: skip
def test_the_text_of_a_clip_is_found_as_players_and_programs_name_it(
    tmp_path: Path, name: str
) -> None:
    for other in ("clip.mp4", "clips.srt", "clip 2.srt", "clip.final.srt", "other.nl.srt"):
        (tmp_path / other).touch()
    (tmp_path / name).touch()
    found = find_clip_text_file(tmp_path / "clip.mp4")

    assert found
    assert found.samefile(tmp_path / name)


def test_accents_of_a_mac_are_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "e\u0301e\u0301n.srt").touch()

    assert find_clip_text_file(tmp_path / "één.mp4")


def test_the_own_name_comes_first_and_then_the_language_that_is_spoken(tmp_path: Path) -> None:
    names = ["clip.de.srt", "clip.en.srt", "clip.nl.vtt"]
    for name in names:
        (tmp_path / name).touch()
    clip = tmp_path / "clip.mp4"

    assert [path.name for path in list_clip_text_files(clip)] == names
    assert find_clip_text_file(clip, ["nl", "en"]) == tmp_path / "clip.nl.vtt"
    (tmp_path / "clip.txt").touch()
    assert find_clip_text_file(clip, ["nl", "en"]) == tmp_path / "clip.txt"


@pytest.mark.parametrize(
    "name", ["clip.final.srt", "clip-nl.srt", "clips.srt", "clip.nl.doc", "clip.nl"]
)
def test_another_name_is_of_another_clip(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    assert find_clip_text_file(tmp_path / "clip.mp4") is None
    assert find_clip_text_file(tmp_path / "gone" / "clip.mp4") is None
