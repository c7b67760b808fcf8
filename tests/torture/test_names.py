"""Names and paths that attack (section B): each is a name, and no file is taken for another."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from egv.core.text.shell_quoting import format_shell_line
from egv.tools.ffmpeg import runner
from tests.running import egv
from tests.torture.watching import QUICK, SMALL, Row, ended, ran, started, tree, unharmed

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
NAMES = {
    "B1 dash": b"-in.mp4",
    "B3 quotes": b'it\'s "q".mp4',
    "B3 graph": b"[x];,\\:=.mp4",
    "B3 pattern": b"%d{stem}*?.mp4",
    "B3 shell": b"$(id)`id`&#.mp4",
    "B3 white": b" a\tb\nc .mp4",
    "B4 terminal": b"a\x1b[2J\x07b.mp4",
    "B4 direction": "a\u202egpj\u009b.mp4".encode(),
    "B6 no UTF-8": b"\xff\xfe.mp4",
    "B7 255 bytes": b"x" * 251 + b".mp4",
    "B7 two bytes a letter": "é".encode() * 125 + b".mp4",
}
FAKE = """#!{python}
import os, subprocess, sys
if '-progress' in sys.argv:
    {body}
sys.exit(subprocess.call([{ffmpeg!r}, *sys.argv[1:]]))
"""


@pytest.fixture
def strange(clip: Maker, row: Row) -> dict[str, Path]:
    """A clip under every strange name."""
    plain = clip("plain.mp4", *SMALL)
    paths = {why: row.raw / os.fsdecode(name) for why, name in NAMES.items()}
    for path in paths.values():
        shutil.copyfile(plain, path)
    return paths


def faked(place: Path, body: str) -> dict[str, Any]:
    """The environment with an ffmpeg that does `body` before each encode."""
    place.write_text(FAKE.format(python=sys.executable, ffmpeg=runner.find_ffmpeg(), body=body))
    place.chmod(0o755)
    return os.environ | {"EGV_FFMPEG": str(place)}


@pytest.mark.torture_case("B1", "B3", "B4", "B6", "B7")
def test_any_name_of_a_file_is_only_a_name(row: Row, strange: dict[str, Path]) -> None:
    report = row.raw.parent / "report.json"
    done = row.run(*QUICK, "-v", "--report", report, row.raw)

    assert set(tree(row.out)) == {path.name for path in strange.values()}
    assert json.loads(report.read_text())["outputs"] == done.json["outputs"]
    for text in (done.out, done.err):
        assert all(each.isprintable() for each in text.replace("\n", ""))
    assert all(r"a\x1b[2J\x07b.mp4" in line for line in done.err.splitlines() if "2J" in line)
    again = row.run(*QUICK, row.raw)
    assert {each["status"] for each in again.json["outputs"]} == {"kept"}


@pytest.mark.torture_case("B4")
@pytest.mark.parametrize("name", ["B4 terminal", "B4 direction", "B6 no UTF-8"])
def test_messages_and_annotations_show_escapes(
    row: Row, strange: dict[str, Path], name: str
) -> None:
    source = row.raw.parent / "bad" / strange[name].name
    source.parent.mkdir()
    source.write_bytes(b"no video")
    done = egv(*QUICK, source, "--log-format", "github", "-o", f"{row.out}/")

    assert done.code == 1
    assert "not a video file" in done.err
    assert all(each.isprintable() for each in (done.out + done.err).replace("\n", ""))


@pytest.mark.torture_case("B4")
def test_a_command_to_paste_is_the_same_word_to_a_shell(strange: dict[str, Path]) -> None:
    assert strange
    for path in strange.values():
        line = format_shell_line(["printf", "%s", str(path)])
        said = subprocess.run(["bash", "-c", line], capture_output=True, check=True).stdout
        assert said == os.fsencode(path)
        assert line.isprintable()


@pytest.mark.torture_case("B6")
def test_subtitles_go_beside_a_name_that_is_no_utf_8(row: Row, strange: dict[str, Path]) -> None:
    source = strange["B6 no UTF-8"]
    source.with_suffix(".srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nHallo\n")
    words = ("subtitle", "--quality", "draft", source)
    done = row.run(*words, "-v", "--save-recipe", row.raw.parent / "saved.yaml")

    assert r"\udcff\udcfe.mp4" in done.output["output"]
    assert [os.fsencode(path.name) for path in sorted(row.out.glob("*.srt"))] == [
        b"\xff\xfe.nl.srt"
    ]
    assert row.run(*words).output["status"] == "kept"


@pytest.mark.torture_case("B7")
def test_a_name_that_would_be_too_long_is_refused_before_any_work(
    row: Row, strange: dict[str, Path]
) -> None:
    long = strange["B7 255 bytes"]
    shapes = ("--format", "square", "--format", "portrait")
    row.run(*QUICK, *shapes, long, ends="X2", says="bytes long")
    said = row.raw.parent / "said.srt"
    said.write_text("1\n00:00:00,100 --> 00:00:00,900\nHallo\n")

    row.run("subtitle", "--from", said, long, ends="X2", says="258 bytes long")


@pytest.mark.torture_case("B9")
@pytest.mark.parametrize("what", ["intro", "subtitle", "manifest", "report", "recipe"])
def test_no_file_that_a_run_reads_is_its_output(clip: Maker, tmp_path: Path, what: str) -> None:
    source = clip("raw/a.mp4", *SMALL)
    intro = clip("raw/intro.mp4", *SMALL)
    kit = tmp_path / "raw" / "kit.yaml"
    kit.write_text("schema: egv/kit@1\nname: test\nintro: {clips: {landscape: intro.mp4}}\n")
    manifest = tmp_path / "raw" / "list.csv"
    manifest.write_text("clip\na.mp4\n")
    subtitles = source.with_name("b.nl.srt")
    subtitles.write_text("1\n00:00:00,100 --> 00:00:00,900\nHallo\n")
    words: dict[str, tuple[object, ...]] = {
        "intro": ("brand", "-k", kit, source, "-o", intro, "--overwrite"),
        "subtitle": ("trim", "--start", "0.2", "--silence", "off", "subtitle", "--from", subtitles,
                     source, "-o", tmp_path / "raw" / "b.mp4"),
        "manifest": (*QUICK, "--files-from", manifest, "-o", manifest),
        "report": (*QUICK, source, "--report", source, "-o", f"{tmp_path}/out/"),
        "recipe": (*QUICK, source, "--save-recipe", source, "-o", f"{tmp_path}/out/"),
    }  # fmt: skip
    with unharmed(source.parent):
        done = egv(*words[what], "--json")

    faults = [done.json["error"], *(each["error"] for each in done.json["outputs"])]
    assert done.code == 2, done.out
    assert {each["kind"] for each in faults if each} <= {"conflict", "usage"}


@pytest.mark.torture_case("B10")
def test_an_old_output_stays_whole_until_the_new_one_is(clip: Maker, tmp_path: Path) -> None:
    source, out = clip("raw/a.mp4", *SMALL), tmp_path / "out"
    out.mkdir()
    (out / "a.mp4").write_text("old")
    line = (*QUICK, "--json", source, "-o", f"{out}/")

    assert egv(*line).json["error"]["kind"] == "conflict"
    failing = faked(tmp_path / "ffmpeg", "sys.exit(1)")
    assert ran(*line, "--overwrite", env=failing).code == 1
    assert (out / "a.mp4").read_text() == "old"
    assert egv(*line, "--overwrite").code == 0
    assert (out / "a.mp4").stat().st_size > 1000


@pytest.mark.torture_case("B13")
@pytest.mark.parametrize("where", ["a file", "a link to itself", "no folder can be made", "mode"])
def test_a_place_that_cannot_be_written_is_refused(clip: Maker, tmp_path: Path, where: str) -> None:
    source = clip("raw/a.mp4", *SMALL)
    place = tmp_path / "place"
    match where:
        case "a file":
            place.write_text("mine")
        case "a link to itself":
            place.symlink_to(place)
        case "mode":
            if os.geteuid() == 0:
                pytest.skip("root may write everywhere")
            place.mkdir(mode=0o555)
        case _:
            place = Path("/proc/egv")
    with unharmed(source.parent):
        done = egv(*QUICK, source, "--json", "-o", f"{place}/deep/")

    said = done.json["error"] or done.output["error"]
    assert (done.code, said["kind"]) == (5, "environment"), said
    assert str(place) in said["message"]


@pytest.mark.torture_case("B18")
@pytest.mark.parametrize("to", ["a.mp4", "nothing.mp4"])
def test_a_link_in_the_place_of_an_output_is_somebodys(clip: Maker, row: Row, to: str) -> None:
    shutil.copyfile(clip("a.mp4", *SMALL), row.raw / "a.mp4")
    (row.out / "a.mp4").symlink_to(row.out / to)
    done = egv(*QUICK, row.raw, "-o", f"{row.out}/", "--json")

    assert (done.code, done.json["error"]["kind"]) == (2, "conflict"), done.out
    assert (row.out / "a.mp4").is_symlink()


@pytest.mark.torture_case("B15")
def test_two_clips_that_would_be_one_output_are_a_conflict(clip: Maker, tmp_path: Path) -> None:
    one, other = clip("raw/a/x.mp4", *SMALL), clip("raw/b/x.mp4", *SMALL)
    done = egv(*QUICK, one, other, "--json", "-o", f"{tmp_path}/out/")

    assert (done.code, done.json["error"]["kind"]) == (2, "conflict")
    assert str(one) in done.json["error"]["message"]
    assert str(other) in done.json["error"]["message"]
    assert not (tmp_path / "out").exists()


@pytest.mark.torture_case("B16")
def test_temporary_files_may_lie_on_another_disk(
    clip: Maker, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(clip("a.mp4", *SMALL), row.raw / "a.mp4")
    if Path("/dev/shm").stat().st_dev == row.out.stat().st_dev:
        pytest.skip("there is one disk only")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        monkeypatch.setattr(tempfile, "tempdir", elsewhere)
        row.run(*QUICK, row.raw)


@pytest.mark.torture_case("B18")
def test_links_end_and_are_told(clip: Maker, row: Row) -> None:
    shutil.copyfile(clip("a.mp4", *SMALL), row.raw / "a.mp4")
    outside = clip("else/b.mp4", *SMALL)
    (row.raw / "loop").symlink_to(row.raw)
    (row.raw / "self.mp4").symlink_to(row.raw / "self.mp4")
    (row.raw / "gone.mp4").symlink_to(row.raw / "nothing.mp4")
    (row.raw / "b.mp4").symlink_to(outside)
    done = row.run(*QUICK, "--recursive", row.raw, within=10)
    notes = "\n".join(note for each in done.json["outputs"] for note in each["notes"])

    assert sorted(tree(row.out)) == ["a.mp4", "b.mp4"]
    assert f"b.mp4: a link to {outside}, outside the folder" in notes
    assert "loop: a link to a folder" in notes
    assert notes.count("leads nowhere") == 2


@pytest.mark.torture_case("B19")
@pytest.mark.parametrize("which", [
    pytest.param("clip", marks=pytest.mark.torture), "logo",
])  # fmt: skip
def test_what_is_replaced_while_egv_reads_it_fails_its_clip(
    clip: Maker, tmp_path: Path, which: str
) -> None:
    from PIL import Image

    source, other = clip("raw/a.mp4", *SMALL), clip("other.mp4", *SMALL, "-metadata", "title=b")
    logo = tmp_path / "kit" / "logo.png"
    logo.parent.mkdir()
    Image.new("RGBA", (32, 32), "red").save(logo)
    kit = logo.with_name("kit.yaml")
    kit.write_text("schema: egv/kit@1\nname: test\nlogo: {variants: {a: {file: logo.png}}}\n")
    read = source if which == "clip" else logo
    new = other if which == "clip" else Path(shutil.copyfile(logo, tmp_path / "new.png"))
    environment = faked(tmp_path / "ffmpeg", f"os.path.exists({str(new)!r}) and"
                        f" os.replace({str(new)!r}, {str(read)!r})")  # fmt: skip
    process = started(
        "brand", "-k", kit, "--quality", "draft", "--json", source, "-o", f"{tmp_path}/out/",
        env=environment,
    )  # fmt: skip
    done = ended(process)

    assert (done.code, done.faults[0]["kind"]) == (1, "input"), done.out
    assert f"{read}: it changed while egv was reading it" in done.faults[0]["message"]
    assert tree(tmp_path / "out") == {}
