"""The ffmpeg commands of outputs: all pictures from one decode, then muxed with sound and texts."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.cues.srt_vtt import format_ffmetadata, format_srt_for_ffmpeg
from egv.core.delivery.deliver import Deliverable
from egv.core.graph.ffmpeg_command import OutputSpec, add_chapters, compile_outputs
from egv.core.graph.pads import Pad, Source
from egv.core.kit.formats import to_format_file_word
from egv.core.media.encoding import BARE_CONTAINER, CONTAINER, EncodeQuality, build_picture_options
from egv.core.overlays.overlay import FONT_FOLDER
from egv.core.overlays.text_overlay import TextOverlay
from egv.tools.ffmpeg import runner

SOUND_SHOWN = Path("sound.m4a")  # in displayed commands: the sound track that is made first


@dataclass(frozen=True)
class VideoToWrite:
    """A video that is about to be written: its contents, its finished sound, and its path."""

    deliverable: Deliverable
    sound: Path | None
    path: Path

    def with_picture(self, picture: Path) -> VideoToWrite:
        """Return the same video with its picture already encoded in the file at `picture`."""
        finished = Pad(Source(picture), "v", 0)
        bare = replace(self.deliverable, picture=finished, overlay=None, mark=None)
        return replace(self, deliverable=bare)


def build_pictures_command(
    pictures: Sequence[tuple[Deliverable, Path]], quality: EncodeQuality, folder: Path
) -> tuple[str, ...]:
    """Build the arguments that encode pictures alone, all from one decode.

    Texts are written to `folder`. The muxer reads these files once more, so they are not rewritten
    for a fast start.
    """
    for planned, _ in pictures:
        for overlay in planned.overlays:
            write_overlay(overlay, folder)
    return compile_outputs(
        [
            OutputSpec(
                (planned.picture,),
                str(path.absolute()),
                {**build_picture_options(quality, planned.canvas), **BARE_CONTAINER},
            )
            for planned, path in pictures
        ]
    )


def build_video_command(
    video: VideoToWrite, quality: EncodeQuality, folder: Path
) -> tuple[str, ...]:
    """Build the arguments that write one complete video; its texts are written to `folder`."""
    planned, texts = video.deliverable, []
    for number, track in enumerate(planned.text_tracks):
        texts.append(folder / f"{to_format_file_word(planned.format)}-{number}.srt")
        texts[-1].write_text(format_srt_for_ffmpeg(track.cues), encoding="utf-8")
    for overlay in planned.overlays:
        write_overlay(overlay, folder)
    output = _build_output_spec(planned, video.sound, quality, texts, video.path.absolute())
    arguments = compile_outputs((output,))
    if not planned.chapters:
        return arguments
    path = folder / f"{to_format_file_word(planned.format)}.txt"
    path.write_text(format_ffmetadata(planned.chapters), encoding="utf-8")
    return add_chapters(arguments, path)


def write_overlay(overlay: TextOverlay, folder: Path) -> None:
    """Write the texts to draw, and copy their fonts to a folder where no other font is found."""
    (folder / overlay.name).write_text(overlay.ass, encoding="utf-8")
    fonts = folder / FONT_FOLDER
    fonts.mkdir(exist_ok=True)
    for path in overlay.fonts:
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        shutil.copyfile(path, fonts / f"{name}{path.suffix.lower()}")


def build_readable_command(planned: Deliverable, quality: EncodeQuality, output: Path) -> str:
    """Build one readable command for the output; `sound.m4a` stands for its finished sound."""
    sound = SOUND_SHOWN if planned.sound else None
    return runner.format_command_line(
        compile_outputs((_build_output_spec(planned, sound, quality, [], output),))
    )


def _build_output_spec(
    planned: Deliverable,
    sound: Path | None,
    quality: EncodeQuality,
    texts: list[Path],
    output: Path,
) -> OutputSpec:
    pads = [planned.picture]
    options = (
        {"c:v": "copy"} if planned.copied_source else build_picture_options(quality, planned.canvas)
    )
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
    return OutputSpec(tuple(pads), str(output), {**options, **container})
