"""Kits, recipes and projects that attack (section D): refused by name, nothing written."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from egv.tools.ffmpeg import runner
from tests.running import beeps, egv, flashes, frames, made, samples
from tests.torture.watching import SMALL, ended, started, tree

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]
HEAD = "schema: egv/kit@1\nname: test\n"
LOGO = "logo: {variants: {a: {file: FILE}}}\n"
PATHS = ("~/x.png", "'C:\\x.png'", "'\\\\srv\\x.png'", "'file:///etc/passwd'", "'concat:a|b'",
         "'data:image/png;base64,AAAA'", "../../../etc/passwd")  # fmt: skip
WRITTEN = {
    "D5 UTF-16": HEAD.encode("utf-16"),
    "D5 latin-1": (HEAD + "title: caf\u00e9\n").encode("latin-1"),
    "D5 tabs": (HEAD + "palette:\n\tprimary: '#000000'\n").encode(),
    "D5 empty": b"",
    "D5 list": b"- a\n- b\n",
    "D5 large": b"#" * (50 << 20),
    "D7 colour without quotes": (HEAD + "palette: {\n  primary: #FF0000\n}\n").encode(),
    "D10 typo": (HEAD + "palete: {}\n").encode(),
    "D15 colour": (HEAD + "palette: {primary: 'red:text=OWNED'}\n").encode(),
    "D15 place": (HEAD + "logo: {bug: {position: 'w;sendcmd'}}\n").encode(),
}


def refused(clip: Path, out: Path, kit: Path) -> str:
    """What is said of the kit, before any work."""
    ran = egv("brand", clip, "-k", kit, "-o", f"{out}/", "--json")

    assert (ran.code, ran.json["error"]["kind"]) == (2, "kit")
    assert tree(out) == {}
    return str(ran.json["error"]["message"])


@pytest.mark.torture_case("D5")
@pytest.mark.parametrize("name", WRITTEN)
def test_a_kit_that_is_none_is_refused_with_its_name(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "kit.yaml"
    path.write_bytes(WRITTEN[name])

    assert str(path) in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


@pytest.mark.torture_case("D11")
@pytest.mark.parametrize("file", PATHS)
def test_a_kit_reaches_nothing_outside_its_folder(clip: Maker, tmp_path: Path, file: str) -> None:
    path = tmp_path / "kit" / "kit.yaml"
    path.parent.mkdir()
    path.write_text(HEAD + LOGO.replace("FILE", file))

    assert f"{path}:3" in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


@pytest.mark.torture_case("D13")
def test_a_web_address_opens_no_connection(clip: Maker, tmp_path: Path) -> None:
    path = tmp_path / "kit.yaml"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"'http://127.0.0.1:{listener.getsockname()[1]}/x.mp4'"
        path.write_text(HEAD + f"intro: {{clips: {{landscape: {address}}}}}\n")
        refused(clip("a.mp4", *SMALL), tmp_path / "out", path)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.torture_case("D14")
@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_an_asset_that_is_no_file_is_refused_at_once(
    clip: Maker, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "kit" / "kit.yaml"
    path.parent.mkdir()
    asset = path.parent / "x.png"
    os.mkfifo(asset) if kind == "fifo" else asset.mkdir()
    path.write_text(HEAD + LOGO.replace("FILE", "x.png"))

    assert "x.png" in refused(clip("a.mp4", *SMALL), tmp_path / "out", path)


@pytest.mark.torture_case("D22")
@pytest.mark.parametrize("words", [
    ("--quality", "fast -y /x"), ("--format", "libx264,drawtext=text=x"),
])  # fmt: skip
def test_no_argument_of_ffmpeg_comes_from_a_line(
    clip: Maker, tmp_path: Path, words: tuple[str, str]
) -> None:
    ran = egv("trim", *words, clip("a.mp4", *SMALL), "-o", f"{tmp_path}/out/", "--json")

    assert ran.code == 2
    assert tree(tmp_path / "out") == {}


def logo(path: Path, colour: str) -> None:
    """A square of one colour."""
    path.parent.mkdir(exist_ok=True)
    Image.new("RGBA", (64, 64), colour).save(path)


@pytest.mark.torture_case("D16")
def test_a_percent_sign_in_a_name_is_no_sequence(clip: Maker, tmp_path: Path) -> None:
    path = tmp_path / "kit" / "kit.yaml"
    logo(path.with_name("logo%d.png"), "#00FF00")
    logo(path.with_name("logo1.png"), "#FF0000")
    path.write_text(HEAD + LOGO.replace("FILE", "'logo%d.png'"))
    result = made("brand", "-k", path, clip("a.mp4", *SMALL), "-o", tmp_path / "out.mp4")
    plain = frames(tmp_path / "a.mp4")[20][1].astype(int)
    change = frames(Path(result["output"]))[20][1].astype(int) - plain
    drawn = change[np.abs(change).sum(axis=2) > 150]

    assert len(drawn) > 20
    assert drawn[:, 1].mean() > drawn[:, 0].mean()


LUTS = {
    "size 300": "LUT_3D_SIZE 300\n" + "0 0 0\n" * 8,
    "short": "LUT_3D_SIZE 2\n" + "0 0 0\n" * 7,
    "no number": "LUT_3D_SIZE 2\n" + "0 0 0\n" * 7 + "0 0 NaN\n",
    "endless": "LUT_3D_SIZE 2\n" + "0 0 0\n" * 7 + "0 0 inf\n",
    "no table": "hello\n",
    "nothing": "",
    "a size that is none": "LUT_3D_SIZE 2;id\n" + "0 0 0\n" * 8,
}


@pytest.mark.torture_case("D19")
@pytest.mark.parametrize("name", LUTS)
def test_a_look_that_is_none_is_refused(clip: Maker, tmp_path: Path, name: str) -> None:
    look = tmp_path / "look.cube"
    look.write_text(LUTS[name])
    source = clip("a.mp4", *SMALL)
    done = egv("colour-correct", "--lut", look, source, "-o", f"{tmp_path}/out/", "--json")
    fault = done.json["error"] or done.output["error"]

    assert (done.code, fault["kind"]) == (2, "usage")
    assert str(look) in fault["message"]
    assert tree(tmp_path / "out") == {}


@pytest.mark.torture_case("D25")
def test_a_kit_that_changes_during_a_run_changes_nothing_in_it(clip: Maker, tmp_path: Path) -> None:
    raw, out, kit = tmp_path / "raw", tmp_path / "out", tmp_path / "kit.yaml"
    for name in "abc":
        clip(f"raw/{name}.mp4", *SMALL)
    kit.write_text(HEAD)
    new, program = tmp_path / "new.yaml", tmp_path / "ffmpeg"
    new.write_text("not a kit any more: [")
    spoil = f'case "$*" in *-progress*) cp {new} {kit};; esac'
    program.write_text(f'#!/bin/sh\n{spoil}\nexec {runner.find_ffmpeg()} "$@"\n')
    program.chmod(0o755)
    words = ("brand", "-k", kit, "--title", "Hallo", "--quality", "draft", "-j1", "--json", raw)
    environment = os.environ | {"EGV_FFMPEG": str(program)}
    done = ended(started(*words, "-o", f"{out}/", env=environment))

    assert [each["status"] for each in done.json["outputs"]] == ["rendered"] * 3, done.out
    assert len({each["plan"] for each in done.json["outputs"]}) == 1
    assert egv(*words, "-o", f"{out}/").code == 2


@pytest.mark.torture_case("E8")
def test_more_subtitles_than_anybody_speaks_are_refused(clip: Maker, tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    cues = (f"00:00:00,100 --> 00:00:00,900\nHa {number}\n\n" for number in range(20_001))
    path.write_text("".join(cues))
    done = egv("subtitle", clip("a.mp4", *SMALL), "-o", f"{tmp_path}/out/", "--json")

    assert (done.code, done.output["error"]["kind"]) == (2, "usage"), done.out
    assert "20001 subtitles, and egv accepts at most 20000" in done.output["error"]["message"]


ODD = {
    "turned": (("-display_rotation", "90"), ("-c", "copy")),
    "HLG": ((), (
        "-r", "24000/1001", "-c:v", "libx265", "-x265-params", "log-level=none", "-vf",
        "format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc",
        "-ac", "1", "-ar", "8000",
    )),
    "uneven frames, oblong pixels": ((), (
        "-vf", "select='not(eq(mod(n,5),2))',setsar=4/3", "-fps_mode", "vfr",
        "-c:v", "libx264", "-preset", "ultrafast", "-ac", "1", "-ar", "22050",
    )),
}  # fmt: skip


@pytest.mark.torture_case("D23")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_intro_joins_to_the_frame_and_without_a_click(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    tone = ("-f", "lavfi", "-i", "sine=f=200:d=1,volume=0.3")
    plain = clip("plain.mkv", *SMALL[:4], *tone, *SMALL[4:], "-c:a", "pcm_s16le")
    before, after = ODD[name]
    clip("kit/intro.mov", *before, "-i", str(plain), *after, "-c:a", "pcm_s16le")
    kit = tmp_path / "kit" / "kit.yaml"
    kit.write_text(
        HEAD + "intro: {clips: {landscape: intro.mov}, max_duration: 1, transition: {type: cut}}\n"
    )
    source = clip(
        "a.mp4", "-f", "lavfi", "-i", "color=black:s=160x90:r=25:d=2,"
        "geq=lum='if(between(T,0.99,1.1),235,16)':cb=128:cr=128",
        "-f", "lavfi", "-i", "aevalsrc='if(between(t,1,1.1),0.5*sin(6000*t),0)':s=48000:d=2",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
    )  # fmt: skip
    output = Path(made("brand", "-k", kit, source, "-o", tmp_path / "out.mp4")["output"])
    times = [float(at) for at, _ in frames(output)]
    sound = samples(output)[0]
    [flash] = [at for at in flashes(output) if at > 1.5]
    [beep] = [at for at in beeps(output) if at > 1.5]

    assert np.allclose(np.diff(times), 0.04)
    assert flash == pytest.approx(2, abs=0.041)
    assert abs(flash - beep) <= 0.041
    joint = sound[int(0.97 * 48000) : int(1.03 * 48000)]
    assert np.abs(np.diff(joint)).max() < 0.03
