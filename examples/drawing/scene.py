"""The finished drawing of one frame: the room, and the presenter in one pose before it."""

from functools import cache
from math import cos, radians, sin

from PIL import Image

from drawing.face import FACE_BOX, features
from drawing.performance import Pose
from drawing.presenter import BACK_HAIR_BOX, BODY_BOX, HEAD_BOX, back_hair, body, head
from drawing.room import room

CENTRE = (690, 292)  # of the face, in the frame
PIVOT_Y = 150.0  # the head turns about the neck
MARGIN = 16  # room around a drawing for its movement
JAW_PX = 17.0
SHADES = 10  # of each movement of the face: no drawing is made twice

Box = tuple[float, float, float, float]


def scene(pose: Pose) -> Image.Image:
    """The room and the presenter, in full daylight."""
    frame = _room().copy()
    opening, spread = round(pose.opening * SHADES), round(pose.spread * SHADES)
    lids, down = round(pose.lids * SHADES), round(pose.down * SHADES / 2)
    turn, x, y = pose.turn, pose.x, pose.y
    _paste(frame, _moved(_back_hair(), BACK_HAIR_BOX, turn, (x * 0.8, y)), BACK_HAIR_BOX)
    _paste(frame, _torso(round(1.5 * x), round(y)), BODY_BOX)
    _paste(frame, _moved(_head(opening), HEAD_BOX, turn, (x, y)), HEAD_BOX)
    face = _features(opening, spread, lids, down)
    _paste(frame, _moved(face, FACE_BOX, turn, (1.4 * x, y + pose.nod)), FACE_BOX)
    return frame


def _moved(drawing: Image.Image, box: Box, turn: float, shift: tuple[float, float]) -> Image.Image:
    """A drawing with a margin, turned about the neck and shifted by fractions of a pixel."""
    c, s = cos(radians(turn)), sin(radians(turn))
    x0, y0 = box[0] - MARGIN - shift[0], box[1] - MARGIN - shift[1] - PIVOT_Y
    inverse = (c, s, c * x0 + s * y0 - box[0], -s, c, c * y0 - s * x0 + PIVOT_Y - box[1])
    size = (drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN)
    return drawing.transform(size, Image.Transform.AFFINE, inverse, Image.Resampling.BICUBIC)


def _paste(frame: Image.Image, drawing: Image.Image, box: Box) -> None:
    corner = CENTRE[0] + round(box[0]) - MARGIN, CENTRE[1] + round(box[1]) - MARGIN
    frame.paste(drawing, corner, drawing)


_room, _back_hair, _body = cache(room), cache(back_hair), cache(body)


@cache
def _torso(x: int, y: int) -> Image.Image:
    """The body, shifted by fifths of a pixel: it follows the head a little."""
    return _moved(_body(), BODY_BOX, 0, (x / 5, y / 5))


@cache
def _head(opening: int) -> Image.Image:
    return head(JAW_PX * opening / SHADES)


@cache
def _features(opening: int, spread: int, lids: int, down: int) -> Image.Image:
    return features(opening / SHADES, spread / SHADES, lids / SHADES, 2 * down / SHADES)
