"""`egv check` on clips with one fault each, on good ones, and on real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest

from tests.conftest import SHARED
from tests.places import ROOT
from tests.running import egv
from tests.variants import take_one_in

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache", "_in_english")]
Maker = Callable[..., Path]
VOICE = ROOT / "examples" / "voice.wav"
# Detail that a camera would see, with its noise, in a frame that is large enough.
SCENE = (
    "testsrc2=s=1280x1080:r=12:d=6,loop=loop=71:size=1,trim=end=6,lutyuv=y=40+val*0.6,"
    "noise=alls=12:allf=t"
)
SIZE = "crop=1080:1080:100:0"
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p")
QUIET_ROOM = "anoisesrc=a=0.0004:d=6"
PICTURES: dict[str, tuple[str, str]] = {
    "small": ("scale=480:480", "resolution"),
    "fair": ("scale=800:800", "resolution"),
    "dark": ("lutyuv=y=16+(val-16)*0.15", "light"),
    "bright": ("lutyuv=y=235-(235-val)*0.12,noise=alls=6:allf=t", "light"),
    "soft": ("gblur=sigma=12", "sharpness"),
    "shaken": (
        "crop=900:900:'90+80*sin(40*t)':'90+80*cos(34*t)',scale=1080:1080,crop=1080:1080",
        "shake",
    ),
    "against the light": (
        "lutyuv=y=235-(235-val)*0.3,drawbox=w=iw*0.6:h=ih*0.8:x=iw*0.2:y=ih*0.2:c=black@0.92:t=fill,"
        "noise=alls=6:allf=t",
        "backlight",
    ),
    "black": ("drawbox=c=black:t=fill:enable='between(t,2,3.5)'", "black"),
    "frozen": ("loop=loop=46:size=1:start=20,trim=end=6", "frozen"),
}
SOUNDS: dict[str, tuple[str, str]] = {
    "quiet": ("volume=-28dB", "loudness"),
    "clipped": ("volume=15dB,aformat=sample_fmts=s16", "clipping"),
    "silent": ("volume=0", "sound"),
    "late": ("adelay=3000|3000,atrim=end=6", "dead-air"),
}


@pytest.fixture
def _in_english(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:  # noqa: ARG001
    monkeypatch.setenv("EGV_LANG", "en")


def scene(
    clip: Maker, name: str, picture: str = "null", sound: str = "anull", room: str = QUIET_ROOM
) -> Path:
    graph = (
        f"[0:v]{SIZE},{picture}[v];[1:a]atrim=end=5.5,aresample=48000[w];"
        f"[w][2:a]amix=normalize=0:duration=longest,{sound}[a]"
    )
    return clip(
        f"{name}.mp4", "-f", "lavfi", "-i", SCENE, "-i", str(VOICE), "-f", "lavfi", "-i",
        room, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-t", "6", *CODING,
    )  # fmt: skip


def topics(path: Path) -> list[str]:
    ran = egv("check", path, "--json")

    assert ran.code == 0, ran.err
    [checked] = ran.json["clips"]
    return [each["topic"] for each in checked["findings"]]


def test_a_clean_clip_raises_nothing(clip: Maker) -> None:
    assert topics(scene(clip, "clean")) == []


@pytest.mark.parametrize("name", take_one_in(2, PICTURES))
def test_each_fault_of_the_picture_raises_its_finding_and_no_other(clip: Maker, name: str) -> None:
    picture, topic = PICTURES[name]

    assert topics(scene(clip, name, picture=picture)) == [topic]


@pytest.mark.parametrize("name", take_one_in(2, SOUNDS))
def test_each_fault_of_the_sound_raises_its_finding_and_no_other(clip: Maker, name: str) -> None:
    sound, topic = SOUNDS[name]

    assert topics(scene(clip, name, sound=sound)) == [topic]


@pytest.mark.real
@pytest.mark.parametrize("name", ["talking_head_portrait_hevc.mp4", "talking_head_square_vfr.mp4"])
def test_a_good_real_clip_raises_nothing_but_its_size(name: str) -> None:
    assert set(topics(SHARED / name)) <= {"resolution"}


def test_a_card_of_egv_is_not_examined(clip: Maker) -> None:
    bumpered = scene(clip, "bumpered", picture="drawbox=c=black:t=fill:enable='lt(t,2)'")
    assert topics(bumpered) == ["black"]

    place = Path("finished")  # not the usual folder
    (place / ".egv").mkdir(parents=True)
    made = copyfile(bumpered, place / bumpered.name)
    line = {"output": made.name, "key": "k", "content": "c", "result": {"programme": [2.0, 6.0]}}
    (place / ".egv/ledger.jsonl").write_text(json.dumps(line) + "\n")

    assert topics(made) == ["subtitles"]


def test_a_camera_that_froze_from_the_start_is_no_screen(clip: Maker) -> None:
    picture = "gblur=sigma=6,loop=loop=-1:size=1"  # soft: most pixels equal the one beside them

    assert "frozen" in topics(scene(clip, "still", picture=picture))


def test_a_screen_may_stand_still(clip: Maker) -> None:
    screen = clip(
        "screen.mp4", "-f", "lavfi", "-i", "smptehdbars=s=1280x1080:r=12:d=6", "-i", str(VOICE),
        "-t", "6", *CODING,
    )  # fmt: skip

    assert "frozen" not in topics(screen)


def test_a_noisy_room_raises_its_finding_and_no_other(clip: Maker) -> None:
    assert topics(scene(clip, "noisy", room="anoisesrc=a=0.2:d=6:c=pink")) == ["noise"]


def test_words_of_the_checklist_are_in_both_languages(
    clip: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    dark = scene(clip, "dark", picture=PICTURES["dark"][0])
    monkeypatch.setenv("EGV_LANG", "nl")
    assert "tip: Het beeld is donker" in egv("check", dark).out
    monkeypatch.setenv("EGV_LANG", "en")
    said = egv("check", dark).out
    assert "tip: The picture is dark" in said
    assert f"To solve it: egv colour-correct --mode auto {dark}" in said


def test_a_finding_is_advice_unless_somebody_is_strict(clip: Maker, tmp_path: Path) -> None:
    dark, clean = scene(clip, "dark", picture=PICTURES["dark"][0]), scene(clip, "clean")
    assert egv("check", dark, clean).code == 0
    assert egv("check", dark, clean, "--strict").code == 4
    assert egv("check", clean, "--strict").code == 0

    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing")
    both = egv("check", broken, clean, "--json")
    assert both.code == 3
    assert both.json["clips"][0]["error"]["kind"] == "input"
    assert egv("check", broken).code == 1
    assert egv("check", "gone.mp4").code == 2
    assert egv("check", clean, "-r", "no-such").code == 2


def test_a_recipe_says_what_is_expected(clip: Maker, tmp_path: Path) -> None:
    clean = scene(clip, "clean")
    recipe = tmp_path / "tall.yaml"
    recipe.write_text(
        "schema: egv/recipe@1\nname: tall\nexpect: {orientation: portrait}\nsteps: [normalise]\n"
    )
    [checked] = egv("check", clean, "-r", recipe, "--json").json["clips"]

    assert checked["recipe"] == "tall"
    assert [each["topic"] for each in checked["findings"]] == ["orientation", "duration"]


def test_the_page_shows_pictures_and_no_markup_of_a_name(clip: Maker, tmp_path: Path) -> None:
    dark = scene(clip, "dark", picture=PICTURES["dark"][0])
    hostile = dark.rename(tmp_path / "<b>x.mp4")
    assert egv("check", hostile, "-o", tmp_path / "c.html").code == 0
    page = (tmp_path / "c.html").read_text()

    assert "data:image/jpeg;base64," in page
    assert "&lt;b&gt;x.mp4" in page
    assert "<b>x.mp4" not in page
    assert egv("check", hostile, "-o", tmp_path / "c.pdf").code == 2


def test_github_is_told_on_the_clip(clip: Maker) -> None:
    dark = scene(clip, "dark", picture=PICTURES["dark"][0])
    said = egv("check", dark, "--log-format", "github").out

    assert f"::notice file={dark},title=egv check light::The picture is dark" in said
    assert json.loads(egv("check", dark, "--log-format", "github", "--json").out)["ok"]
