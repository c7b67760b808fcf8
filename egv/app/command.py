"""The one ffmpeg command of an output: picture pads encoded or copied, finished sound, texts."""

from __future__ import annotations

import shutil
from pathlib import Path

from egv.app.sound import DeliveredSound
from egv.core.compile import compile_command, with_chapters
from egv.core.deliver import Deliverable
from egv.core.dress import ASS_FILE, FONT_FOLDER, Overlay
from egv.core.encoding import CONTAINER, Quality, picture_options
from egv.core.graph import Pad, Source
from egv.core.text_files import ffmetadata, srt
from egv.tools import ffmpeg

SOUND_SHOWN = Path("sound.m4a")  # stands in a shown command for the track that is made first


def picture_command(
    planned: Deliverable,
    sound: DeliveredSound | None,
    quality: Quality,
    part: Path,
    folder: Path,
) -> tuple[str, ...]:
    """The arguments that write `planned` to `part`; texts and chapters go by way of `folder`."""
    texts = []
    for number, track in enumerate(planned.text_tracks):
        path = folder / f"texts-{number}.srt"
        path.write_text(srt(track.cues), encoding="utf-8")
        texts.append(path)
    if planned.overlay:
        write_overlay(planned.overlay, folder)
    output = str(part.absolute())
    arguments = _arguments(planned, sound.path if sound else None, quality, texts, output)
    if not planned.chapters:
        return arguments
    chapters = folder / "chapters.txt"
    chapters.write_text(ffmetadata(planned.chapters), encoding="utf-8")
    return with_chapters(arguments, chapters)


def write_overlay(overlay: Overlay, folder: Path) -> None:
    """The texts to draw, and their fonts alone in a folder, so that no other is ever taken."""
    (folder / ASS_FILE).write_text(overlay.ass, encoding="utf-8")
    fonts = folder / FONT_FOLDER
    fonts.mkdir()
    for number, path in enumerate(overlay.fonts):
        shutil.copyfile(path, fonts / f"{number}{path.suffix.lower()}")


def command_shown(planned: Deliverable, quality: Quality, output: Path) -> str:
    """The final command as a line for people, with `sound.m4a` for the sound made before it."""
    sound = SOUND_SHOWN if planned.sound else None
    return ffmpeg.command_line(_arguments(planned, sound, quality, [], str(output)))


def _arguments(
    planned: Deliverable, sound: Path | None, quality: Quality, texts: list[Path], output: str
) -> tuple[str, ...]:
    pads = [planned.picture]
    options = {"c:v": "copy"} if planned.copied else picture_options(quality, planned.canvas)
    if sound:
        pads.append(Pad(Source(sound), "a", 0))
        options |= {"c:a": "copy"}
        if planned.language:
            options["metadata:s:a:0"] = f"language={planned.language}"
    if texts:
        pads += [Pad(Source(path), "s", 0) for path in texts]
        options |= {"c:s": "mov_text"}
        for number, track in enumerate(planned.text_tracks):
            if track.language:
                options[f"metadata:s:s:{number}"] = f"language={track.language}"
            options[f"disposition:s:{number}"] = "default" if track.shown else "0"
    container = dict(CONTAINER)
    if planned.title:
        options["metadata"] = f"title={planned.title}"
    return compile_command(tuple(pads), output, {**options, **container})
