"""Single frames of a programme with its overlays, each decoded from just before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from egv.app.render.command import write_overlay
from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.delivery.excerpt import ExcerptShot, answer_for_whole, cut_excerpt, shrink_excerpt
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.kit.kit import Kit
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import RenderContext

PNG = {"c:v": "png", "frames:v": "1", "update": "1", "f": "image2"}


@dataclass(frozen=True, slots=True)
class Dressing:
    """The look of a programme: the kit, the texts that fill its lines, and the format."""

    kit: Kit
    texts: Mapping[str, str]
    format: str

    def dress_edit(self, edit: Edit, ask: Ask) -> Deliverable:
        """Apply the look to `edit`."""
        [only] = deliver(edit, self.kit, self.texts, ask, (self.format,))
        return only

    def dress_shot(
        self, edit: Edit, whole: Deliverable, shot: ExcerptShot, ask: Ask, side: int
    ) -> Deliverable:
        """Apply the look to the part of `edit` in `shot`, scaled to a short side of `side` px.

        `whole` is all of `edit` with the look applied.
        """
        part = cut_excerpt(edit, whole, shot.span)
        return shrink_excerpt(self.dress_edit(part, answer_for_whole(edit, ask)), part, shot, side)


def write_still(shown: Deliverable, folder: Path, context: RenderContext) -> Path:
    """Write the only frame of `shown` as a PNG in `folder`, which is made."""
    folder.mkdir()
    for overlay in shown.overlays:
        write_overlay(overlay, folder)
    path = folder / "still.png"
    arguments = compile_command((shown.picture,), str(path), PNG)
    runner.run_ffmpeg(arguments, context, within=folder)
    return path
