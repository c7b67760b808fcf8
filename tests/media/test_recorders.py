"""House colours come out the same, whichever recorder filmed them and however it tagged them."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from egv.tools.ffmpeg import runner
from tests.running import egv, made

pytestmark = [pytest.mark.media, pytest.mark.usefixtures("shared_cache")]
Maker = Callable[..., Path]

# In the gamut of each recorder, or it could not store them.
HOUSE = ((0xDC, 0x46, 0x46), (0x2E, 0x8B, 0x57), (0x36, 0x60, 0xC8))
NEAR = 2  # codes
FORCED = ("colour-correct", "--mode", "off", "--contrast", "1.0001")
LOSSLESS = ("-c:v", "ffv1")
RAW = ("-c:v", "rawvideo")
FULL = ("-color_range", "pc")  # or the encoder has the levels changed
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "2")


def bars(size: str) -> str:
    """The house colours side by side, in RGB."""
    red, green, blue = (
        f"if(lt(X,W/3),{one},if(lt(X,2*W/3),{two},{three}))"
        for one, two, three in zip(*HOUSE, strict=True)
    )
    return f"nullsrc=s={size}:r=25:d=0.12,format=gbrp,geq=r='{red}':g='{green}':b='{blue}'"


def recorded(to: str, pixels: str, tags: str = "") -> str:
    """The filters that turn the house colours into what a recorder stores, with other `tags`."""
    stamped = f",setparams={tags}" if tags else ""
    start = "zscale=pin=bt709:tin=bt709:min=gbr:rin=full"
    return f"{start}:{to},format={pixels}{stamped}"


UNKNOWN = "color_primaries=unknown:color_trc=unknown:colorspace=unknown"
PLAIN, LARGE = "160x90", "1280x720"
# name: size, filters, codec
RECORDERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "p3": (PLAIN, recorded("p=smpte432:t=bt709:m=bt709:r=tv", "yuv420p"), X264),
    "p3-srgb": (PLAIN, recorded("p=smpte432:t=iec61966-2-1:m=bt709:r=tv", "yuv444p"), LOSSLESS),
    "p3-full": (PLAIN, recorded("p=smpte432:t=bt709:m=bt709:r=pc", "yuv420p"), (*LOSSLESS, *FULL)),
    "525-lines": (PLAIN, recorded("p=170m:t=601:m=170m:r=tv", "yuv420p"), X264),
    "625-lines": (PLAIN, recorded("p=bt470bg:t=601:m=470bg:r=tv", "yuv420p"), X264),
    "625-lines-large": (LARGE, recorded("p=bt470bg:t=601:m=470bg:r=tv", "yuv420p"), X264),
    "240m": (LARGE, recorded("p=240m:t=smpte240m:m=smpte240m:r=tv", "yuv420p"), LOSSLESS),
    "2020": (PLAIN, recorded("p=2020:t=2020_10:m=2020_ncl:r=tv", "yuv420p10le"), LOSSLESS),
    "2020-by-matrix": (
        PLAIN,
        recorded(
            "p=2020:t=2020_10:m=2020_ncl:r=tv", "yuv420p10le", "color_primaries=unknown"
        ),
        LOSSLESS,
    ),
    "ycgco": (LARGE, recorded("p=bt709:t=bt709:m=ycgco:r=tv", "yuv444p"), LOSSLESS),
    "fcc": (LARGE, recorded("p=bt709:t=bt709:m=fcc:r=tv", "yuv444p"), LOSSLESS),
    "srgb": (PLAIN, recorded("p=bt709:t=iec61966-2-1:m=bt709:r=tv", "yuv420p"), X264),
    "gamma22": (PLAIN, recorded("p=bt709:t=bt470m:m=bt709:r=tv", "yuv420p"), X264),
    "gamma28": (PLAIN, recorded("p=bt709:t=bt470bg:m=bt709:r=tv", "yuv420p"), X264),
    "rgb": (PLAIN, "format=bgr0", LOSSLESS),
    "rgba": (PLAIN, "format=bgra", LOSSLESS),
    "rgb-large": (LARGE, "format=rgb24", ("-c:v", "png")),
    "gbr-large": (LARGE, "format=gbrp", ("-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0")),
    "gbr-p3": (LARGE, recorded("p=smpte432:t=bt709:m=gbr:r=full", "gbrp"), LOSSLESS),
    "full-range": (LARGE, recorded("p=bt709:t=bt709:m=bt709:r=pc", "yuv420p"), (*X264, *FULL)),
    "yuvj": (
        PLAIN,
        recorded("p=bt709:t=bt709:m=470bg:r=pc", "yuvj420p"),
        ("-c:v", "mjpeg", "-q:v", "1"),
    ),
    "packed": (
        PLAIN,
        recorded("p=bt709:t=bt709:m=709:r=tv", "yuv422p") + ",format=uyvy422",
        RAW,
    ),
    "packed-full": (
        LARGE,
        recorded("p=bt709:t=bt709:m=170m:r=pc", "yuv422p") + ",format=yuyv422",
        (*RAW, "-colorspace", "smpte170m", *FULL),
    ),
    "small-untagged": (PLAIN, recorded("p=bt709:t=bt709:m=170m:r=tv", "yuv420p", UNKNOWN), X264),
    "large-untagged": (LARGE, recorded("p=bt709:t=bt709:m=709:r=tv", "yuv420p", UNKNOWN), X264),
}  # fmt: skip


def read_bars(path: Path) -> list[tuple[float, ...]]:
    """The colour in the middle of each bar, as RGB: `swscale` reads it up to 3 codes off."""
    exact = "zscale=m=gbr:r=full,format=gbrp,format=rgb24,scale=6:1:flags=neighbor"
    words = [runner.find_ffmpeg(), "-v", "error", "-i", str(path), "-frames:v", "1", "-vf", exact]
    done = subprocess.run([*words, "-f", "rawvideo", "-"], check=True, capture_output=True)
    row = np.frombuffer(done.stdout, np.uint8).reshape(6, 3)
    return [tuple(map(int, row[x])) for x in (1, 3, 5)]


def test_house_colours_are_kept_whatever_the_recorder(clip: Maker, tmp_path: Path) -> None:
    for name, (size, filters, coding) in RECORDERS.items():
        suffix = "mov" if coding[1] == "png" else "mkv"
        clip(f"in/{name}.{suffix}", "-f", "lavfi", "-i", bars(size), "-vf", filters, *coding)
    ran = egv(*FORCED, tmp_path / "in", "-o", tmp_path / "out", "--json", "--quality", "best")

    assert ran.code == 0, ran.out + ran.err
    off = {
        name: np.abs(np.array(read_bars(tmp_path / "out" / f"{name}.mp4")) - HOUSE).max()
        for name in RECORDERS
    }
    assert {name: by for name, by in off.items() if by > NEAR} == {}


def test_a_copied_picture_keeps_the_tags_of_its_recorder(clip: Maker, tmp_path: Path) -> None:
    size, filters, coding = RECORDERS["p3"]
    sound = ("-f", "lavfi", "-i", "sine=440:d=1", "-c:a", "aac")
    source = clip(
        "a.mp4",
        "-f",
        "lavfi",
        "-i",
        bars(size).replace("d=0.12", "d=1"),
        *sound,
        "-vf",
        filters,
        *coding,
    )
    result = made("normalise", source, "-o", tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        frame = next(container.decode(video=0))

    assert result["encodes"] == 0, result["why_encoded"]
    assert (int(frame.color_primaries), int(frame.color_trc), int(frame.colorspace)) == (12, 1, 1)


LEVELS_NITS = (20, 203, 700)


def encode_pq(nits: float) -> float:
    """The signal, 0 to 1, of a luminance in PQ (SMPTE ST 2084)."""
    power = (nits / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def encode_hlg(nits: float) -> float:
    """The signal, 0 to 1, of a grey that a display of 1,000 cd/m² shows (ITU-R BT.2100)."""
    scene = (nits / 1000) ** (1 / 1.2)
    if scene <= 1 / 12:
        return math.sqrt(3 * scene)
    return 0.17883277 * math.log(12 * scene - 0.28466892) + 0.55991073


def test_the_same_white_is_as_light_from_hlg_as_from_pq(clip: Maker, tmp_path: Path) -> None:
    curves = {"hlg": (encode_hlg, "arib-std-b67"), "pq": (encode_pq, "smpte2084")}
    for name, (encode, curve) in curves.items():
        low, middle, high = (round(64 + 876 * encode(nits)) for nits in LEVELS_NITS)
        luma = f"if(lt(X,W/3),{low},if(lt(X,2*W/3),{middle},{high}))"
        filters = (
            f"geq=lum='{luma}':cb=512:cr=512,setparams=range=tv:color_primaries=bt2020"
            f":color_trc={curve}:colorspace=bt2020nc"
        )
        grey = f"nullsrc=s={PLAIN}:r=25:d=0.12,format=yuv420p10le,{filters}"
        clip(f"in/{name}.mkv", "-f", "lavfi", "-i", grey, *LOSSLESS)
    ran = egv("trim", tmp_path / "in", "-o", tmp_path / "out", "--json", "--quality", "best")
    hlg, pq = (np.array(read_bars(tmp_path / "out" / f"{name}.mp4")) for name in curves)

    assert ran.code == 0, ran.out + ran.err
    assert np.abs(hlg - pq).max() <= NEAR
    assert hlg[1].mean() > 185  # a white wall is not grey
