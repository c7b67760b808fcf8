"""A side that is missing or inverted, and voices far apart: mended by what treats the sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.places import ROOT
from tests.running import egv, loudness, made, samples
from tests.variants import take_one_in

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache", "here")]
Maker = Callable[..., Path]
VOICE = ROOT / "examples" / "voice.wav"
BOTH = "aresample=48000,pan=stereo|c0=c0|c1=c0"
TURNED = "pan=stereo|c0=c0|c1=-1*c1"
PARTLY = f"{BOTH},asplit[x][y];[x]atrim=end=3[p];[y]atrim=start=3,asetpts=PTS-STARTPTS,"
KINDS = {  # the sound, the fault that is found, and what is said
    "left": ("pan=stereo|c0=c0|c1=0*c0", "left only", "on the left side only"),
    "crosstalk": ("pan=stereo|c0=0.01*c0|c1=c0", "right only", "on the right side only"),
    "inverted": (f"{BOTH},{TURNED}", "inverted", "one side of the sound is inverted"),
    "partly": (f"{PARTLY}{TURNED}[q];[p][q]concat=v=0:a=1", "", "cancel each other"),
    "half": (f"{PARTLY}pan=stereo|c0=c0|c1=0*c1[q];[p][q]concat=v=0:a=1", "", "on the left"),
    "right": (BOTH, "", ""),
}
APART = (
    "aresample=48000,asplit[x][y];[x]volume=0.003:enable='gte(t,3)'[p];"
    "[y]volume=0.003:enable='lt(t,3)'[q];[p][q]join=inputs=2:channel_layout=stereo"
)
PART_CASES = {"partly": "inverted-part", "half": "left-part"}
KINDS["apart"] = (APART, "apart", "one voice is far to the left and another far to the right")


def sounding(clip: Maker, name: str, graph: str, *more: str) -> Path:
    return clip(
        f"{name}.mkv", "-f", "lavfi", "-i", "color=gray:s=64x64:r=25:d=6", "-i", str(VOICE),
        "-filter_complex", f"[1:a]atrim=end=6,{graph}[a]", "-map", "0:v", "-map", "[a]",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le",
        *more,
    )  # fmt: skip


def level_db(sound: object) -> float:
    return 10 * float(np.log10(np.mean(np.square(np.asarray(sound, dtype=np.float64))) + 1e-12))


@pytest.mark.parametrize("name", take_one_in(2, KINDS))
def test_a_voice_is_heard_on_both_sides_and_on_one_speaker(
    clip: Maker, tmp_path: Path, name: str
) -> None:
    graph, fault, said = KINDS[name]
    output = tmp_path / "out.mp4"
    source = sounding(clip, name, graph)
    result = made("normalise", source, "-o", output)
    left, right = samples(output)
    loudest, speaker = max(level_db(left), level_db(right)), level_db((left + right) / 2)
    found = [
        one["case"] for one in egv("check", source, "--json").json["clips"][0]["findings"]
        if one["topic"] == "sides"
    ]  # fmt: skip

    assert loudness(output).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert said in " ".join(result["notes"])
    assert found == ([fault] if fault else [PART_CASES[name]] if said else [])
    assert result["steps"][0]["facts"].get("sides", "") == fault
    if fault == "apart":
        for third in (slice(0, 96000), slice(192000, 288000)):
            assert abs(level_db(left[third]) - level_db(right[third])) < 7
    elif fault or not said:
        assert abs(level_db(left) - level_db(right)) < 0.5
        assert speaker > loudest - 0.5
    else:
        assert result["notes"][0].endswith("left as it is")


def test_an_inverted_voice_is_speech_and_is_not_cut_out(clip: Maker, tmp_path: Path) -> None:
    kinds = (KINDS["right"][0], KINDS["inverted"][0], KINDS["partly"][0])
    facts = [
        made("trim", "--silence", "ends", sounding(clip, f"v{n}", graph), "-o", f"{tmp_path}/out/")
        for n, graph in enumerate(kinds)
    ]
    lengths = [fact["duration"] for fact in facts]

    assert lengths[1:] == pytest.approx([lengths[0]] * 2, abs=0.1)
    assert "add the step normalise" in " ".join(facts[1]["notes"])


def test_wide_music_stays_wide(clip: Maker, tmp_path: Path) -> None:
    notes = "0.2*sin(2*PI*(220+55*floor(mod(t*{0},4)))*t)*exp(-3*mod(t*{0},1))"
    wide = f"aevalsrc='{notes.format(2)}+0.2*{notes.format(3)}|{notes.format(3)}':s=48000:d=6"
    source, output = sounding(clip, "wide", f"anullsink;{wide}"), tmp_path / "out.mp4"
    result = made("normalise", source, "-o", output)

    assert result["notes"] == []
    assert "sides" not in result["steps"][0]["facts"]


def test_six_channels_are_mixed_down_without_distortion(clip: Maker, tmp_path: Path) -> None:
    full = "aresample=48000,volume=9dB,pan=5.1|c0=c0|c1=c0|c2=c0|c3=0*c0|c4=c0|c5=c0"
    source, output = sounding(clip, "six", full), tmp_path / "out.mp4"
    result = made("colour-correct", "--contrast", "1.02", source, "-o", output)

    assert loudness(output).true_peak_dbtp <= -0.4
    assert "the channels of the sound are mixed to two" in " ".join(result["notes"])
