"""The clips that are measured on: real ones where they lie beside the checkout, else drawn ones."""

from __future__ import annotations

import os
from pathlib import Path

from bench.measure import ROOT, run
from egv.tools.ffmpeg import runner

REAL = ROOT.parent / "shared" / "media"
REAL_FACE = REAL / "talking_head_portrait_hevc.mp4"
REAL_SPEECH = REAL / "dutch_monologue_40s.wav"
SPEECH = ROOT / "tests" / "fixtures" / "sample" / "sample.wav"
MADE = ROOT / "build" / "bench"

FIDELITY_CLIPS = (
    "talking_head_portrait_hevc.mp4",
    "talking_head_square_vfr.mp4",
    "iphone_hlg_edit_list.mp4",
    "webcam_silent_track.mp4",
    "screencast_silent_mic.mp4",
    "screen_recording_vfr.mp4",
)

# 1080x1920 lying on its side is 1920x1080 with every pixel as it was shot; played at 30 instead of
# 25 frames a second, so that no frame stands twice and comes for free.
FACE_FILTER = "transpose=clock,setpts=N/30/TB,fps=30,setsar=1,format=yuv420p"

# Detail, a hand that shakes, exposure that wanders, and the noise of a small sensor: encoded, it is
# about as large as footage from a phone.
DRAWN = "mandelbrot=size=2240x1260:rate=30:start_scale=0.02:end_scale=0.02:maxiter=1500"
DRAWN_FILTER = (
    "trim=end_frame=1,format=yuv420p,gblur=sigma=3,loop=-1:1:0,setpts=N/30/TB,"
    "crop=1920:1080:x='160+70*sin(t/3)+2*sin(t*7)':y='90+50*sin(t/4)+2*sin(t*9)',"
    "eq=saturation=0.4:contrast=0.8:brightness='-0.06+0.02*sin(t/5)':eval=frame,"
    "noise=alls=4:allf=t,setsar=1,format=yuv420p"
)
CAMERA = (  # about what a phone writes
    *("-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-maxrate", "16M"),
    *("-bufsize", "24M", "-g", "30", "-profile:v", "high", "-pix_fmt", "yuv420p"),
    *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"),
    *("-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2", "-movflags", "+faststart"),
)


def real_clips() -> tuple[Path, ...]:
    """The real clips that fidelity is measured on; empty where they are absent."""
    return tuple(REAL / name for name in FIDELITY_CLIPS if (REAL / name).is_file())


def speaking_clip(seconds: int) -> Path:
    """A 1080p30 clip of `seconds` with speech and pauses, too quiet; made once and kept."""
    real = REAL_FACE.is_file() and REAL_SPEECH.is_file()
    path = MADE / f"{'real' if real else 'drawn'}-{seconds}s.mp4"
    if path.is_file():
        return path
    speech = REAL_SPEECH if real else SPEECH
    if not speech.is_file():
        raise SystemExit(f"bench: {speech.relative_to(ROOT)} is missing; restore it")
    picture, look = _real_picture() if real else _drawn_picture()
    sound = ("-stream_loop", "-1", "-i", str(speech))
    graph = f"[0:v]{look}[v];[1:a]aresample=48000,volume=-6dB[a]"
    _make([*picture, *sound, "-filter_complex", graph, "-map", "[v]", "-map", "[a]"], seconds, path)
    return path


def longer_clip(clip: Path, seconds: int) -> Path:
    """`clip` over and over for `seconds`, without another generation."""
    path = clip.with_name(f"{clip.stem}-looped-{seconds}s.mp4")
    if not path.is_file():
        _write(["-stream_loop", "-1", "-i", str(clip), "-c", "copy", "-t", str(seconds)], path)
    return path


def part_of(clip: Path, start: float, seconds: float, path: Path, short_side: int = 0) -> None:
    """Write `seconds` of `clip` from `start` on to `path`, made once; smaller when asked."""
    if not path.is_file():
        scaled = ("-vf", f"scale=-2:{short_side}") if short_side else ()
        cut = ("-ss", f"{start:.2f}", "-t", f"{seconds:.2f}", "-i", str(clip))
        _write([*cut, *scaled, *CAMERA], path)


def _real_picture() -> tuple[list[str], str]:
    return ["-stream_loop", "-1", "-i", str(REAL_FACE)], FACE_FILTER


def _drawn_picture() -> tuple[list[str], str]:
    return ["-f", "lavfi", "-i", DRAWN], DRAWN_FILTER


def _make(words: list[str], seconds: int, path: Path) -> None:
    print(f"  making {path.name}", flush=True)
    _write([*words, "-t", str(seconds), *CAMERA], path)


def _write(words: list[str], path: Path) -> None:
    """Run ffmpeg into a part file, so that an interrupted one is never taken for a clip."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.mp4")
    head = [runner.find_ffmpeg(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    run([*head, *words, str(part)], os.environ)
    part.replace(path)
