"""The facts about a picture that its frames carry: colours, turn, crop, pixels and fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from egv.core.media.clip import VideoStream
from egv.core.media.colour_tags import round_aspect
from egv.core.media.fields import FieldVerdict
from egv.tools.picture.field_samples import FieldSource, find_fields
from egv.tools.picture.matroska import UNCROPPED, Edges
from egv.tools.picture.tags import ColourTags, Turn, describe_tags, read_colour_tags, read_turn

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

WRONG_EDGES = "the clip states a crop that reaches over its picture; all of the picture is shown"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The facts about a picture; `size`, px, is without the `edges` that its container cuts off.

    `edges` are None where they are impossible.
    """

    size: tuple[int, int]
    edges: Edges | None
    sar: Fraction
    colours: ColourTags
    turn: Turn
    fields: FieldVerdict
    notes: tuple[str, ...]

    def describe_stream(self, video: VideoStream) -> VideoStream:
        """Return `video` with these facts."""
        return replace(
            video,
            width=self.size[0],
            height=self.size[1],
            edges=self.edges or UNCROPPED,
            has_wrong_edges=self.edges is None,
            sar=self.sar,
            rotation=self.turn.degrees,
            mirrored=self.turn.mirrored,
            fields=self.fields.fields,
            field_order=self.fields.order,
            full_range=self.colours.full_range,
            transfer=self.colours.transfer,
            colour_tag=self.colours.matrix,
            primaries=self.colours.primaries,
            curve=self.colours.curve,
        )


def read_picture_facts(
    source: FieldSource, frame: VideoFrame, rate: Fraction, edges: Edges | None, name: str
) -> PictureFacts:
    """Read the facts about a picture of `rate` frames a second from its first `frame` and samples.

    `edges` are cut off by the container of the clip, which errors call by its `name`.
    """
    video, turn = source.video, read_turn(frame)
    context, sar = video.codec_context, video.sample_aspect_ratio
    colours = read_colour_tags(frame, context, name)  # before the samples: they go on decoding
    verdict = find_fields(source, frame, rate)
    return PictureFacts(
        size=crop_size(frame, edges),
        edges=edges,
        sar=round_aspect(Fraction(sar.numerator, sar.denominator) if sar else Fraction(1)),
        colours=colours,
        turn=turn,
        fields=verdict,
        notes=(
            *([verdict.note] if verdict.note else []),
            *([WRONG_EDGES] if edges is None else []),
            *describe_tags(frame, context, turn),
        ),
    )


def crop_size(frame: VideoFrame, edges: Edges | None) -> tuple[int, int]:
    """Compute the size of `frame` without `edges`, in whole steps of its colour samples.

    ffmpeg cuts so too: a frame cannot end within a sample that several pixels share.
    """
    left, top, right, bottom = edges or UNCROPPED
    if edges in (None, UNCROPPED):
        return frame.width, frame.height
    across = 64 // frame.format.chroma_width(64) if frame.format.chroma_width(64) else 1
    along = 64 // frame.format.chroma_height(64) if frame.format.chroma_height(64) else 1
    width, height = frame.width - left - right, frame.height - top - bottom
    return width // across * across, height // along * along
