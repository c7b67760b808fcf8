"""The features of the presenter's face, which move over it: eyes, brows, nose and mouth."""

from PIL import Image

from drawing.brush import Canvas, Gradient, Point, closed, curve, ellipse, stroke

FACE_BOX = (-84.0, -66.0, 84.0, 124.0)

LINE = (66, 40, 34)
LIP_UPPER, LIP_LOWER = (190, 84, 84), (214, 112, 106)
SHADE = (186, 114, 90)


def features(opening: float, spread: float, lids: float, down: float) -> Image.Image:
    """Everything that moves on the face.

    `opening` and `spread` shape the mouth (0 to 1, and its width around 1), `lids` is how open the
    eyes are and `down` how far they look away from the lens, both from 0 to 1.
    """
    sheet = Canvas(*FACE_BOX)
    for x in (-50, 50):
        sheet.fill(ellipse((x, 42), 20, 13), (234, 128, 112), alpha=0.34, soft=8)
    for side in (-1, 1):
        _brow(sheet, side, lids)
        _eye(sheet, side, lids, down)
    _nose(sheet)
    _mouth(sheet, opening, spread)
    return sheet.picture()


def _brow(sheet: Canvas, side: int, lids: float) -> None:
    sink = 1.5 * (1 - lids)
    arch = [(19, -37), (34, -44), (50, -44), (63, -35)]
    brow = curve(*((side * x, y + sink) for x, y in arch))
    sheet.fill(stroke(brow, 5, 5.4, 1.2), (88, 56, 42), alpha=0.9, soft=0.6)


def _eye(sheet: Canvas, side: int, lids: float, down: float) -> None:
    x, y = side * 38.0, -7.0
    inner, outer = (x - side * 19, y + 3), (x + side * 19.5, y - 1 + 3 * (1 - lids))
    top = 8.0 - 21.5 * lids  # a closed lid rests on the lower one
    upper = curve(inner, (x - side * 8, y + top * 0.82), (x + side * 5, y + top * 0.9), outer)
    lower = curve(inner, (x - side * 7, y + 8.5), (x + side * 7, y + 8.5), outer)
    sheet.fill(ellipse((x, y - 10), 19, 9), SHADE, alpha=0.3, soft=4)
    opening = upper + lower[::-1]
    if lids > 0.15:
        white = sheet.mask(opening)
        sheet.fill(opening, (252, 250, 248))
        _iris(sheet, (x - down * 5, y - 0.5 + down * 4), white)
        shadow = stroke([(px, py + 1.5) for px, py in upper], 2, 5, 3)
        sheet.fill(shadow, (120, 96, 96), alpha=0.4, soft=1.2, inside=white)
    else:
        sheet.fill(opening, (222, 164, 134))
    sheet.fill(stroke(upper, 1.6, 3.6, 3.4), LINE)
    wing = curve(
        (outer[0] - side * 3, outer[1] - 0.8),
        (outer[0] + side * 1.5, outer[1] - 1.2 * lids),
        (outer[0] + side * 5, outer[1] + 1 - 5 * lids),
    )
    sheet.fill(stroke(wing, 3.4, 2.6, 0.6), LINE)
    sheet.fill(stroke(lower, 0.4, 1.3, 1.4), (150, 92, 76), alpha=0.7)
    crease = curve(
        (x - side * 14, y - 9 + 2 * (1 - lids)),
        (x, y - 15.5 + 4 * (1 - lids)),
        (x + side * 17, y - 8),
    )
    sheet.fill(stroke(crease, 0.5, 1.5, 0.5), SHADE, alpha=0.8)


def _iris(sheet: Canvas, centre: Point, white: Image.Image) -> None:
    x, y = centre
    brown = Gradient((x, y - 9), (74, 44, 30), (x, y + 9), (146, 96, 58))
    sheet.fill(ellipse(centre, 10.2, 10.2), (58, 34, 26), inside=white)
    sheet.fill(ellipse(centre, 9.2, 9.2), brown, inside=white)
    sheet.fill(ellipse(centre, 4.6, 4.6), (24, 16, 16), inside=white)
    sheet.fill(ellipse((x - 3.2, y - 3.4), 2.8, 2.8), (255, 255, 255), inside=white)
    sheet.fill(ellipse((x + 3, y + 3.6), 1.3, 1.3), (255, 255, 255), alpha=0.6, inside=white)


def _nose(sheet: Canvas) -> None:
    sheet.fill(closed((5, -14), (9, 16), (15, 34), (4, 38), (2, 10)), SHADE, alpha=0.3, soft=3.5)
    sheet.fill(ellipse((-2, 25), 5, 7), (255, 232, 212), alpha=0.6, soft=3)
    sheet.fill(ellipse((0, 41), 13, 3.5), SHADE, alpha=0.4, soft=2.5)
    tip = curve((-13, 33), (-11, 37.5), (-6, 38), (0, 40), (6, 38), (11, 37.5), (13, 33))
    sheet.fill(stroke(tip, 0.8, 2.2, 0.8), (172, 100, 80), alpha=0.8, soft=0.5)


def _mouth(sheet: Canvas, opening: float, spread: float) -> None:
    half, drop = 29 * spread, 25 * opening
    corner = 69 + 2.5 * opening - 14 * (spread - 1) * (1 - opening)
    left, right = (-half, corner), (half, corner)
    top = curve(
        left,
        (-half * 0.45, 73.5 - 2 * opening),
        (0, 75 - 2.5 * opening),
        (half * 0.45, 73.5 - 2 * opening),
        right,
    )
    low = curve(
        left,
        (-half * 0.55, 74.5 + drop * 0.82),
        (0, 77 + drop),
        (half * 0.55, 74.5 + drop * 0.82),
        right,
    )
    bow = curve(left, (-half * 0.5, 67), (-5, 63.5), (0, 65.5), (5, 63.5), (half * 0.5, 67), right)
    under = curve(
        left, (-half * 0.55, 79 + drop), (0, 85.5 + drop), (half * 0.55, 79 + drop), right
    )
    sheet.fill(ellipse((0, 93 + drop), 15, 3.5), SHADE, alpha=0.45, soft=3)
    sheet.fill(bow + top[::-1], LIP_UPPER, soft=0.4)
    sheet.fill(low + under[::-1], LIP_LOWER, soft=0.4)
    sheet.fill(
        stroke([(x, y + 3.5) for x, y in low[16:-16]], 0.5, 2.4, 0.5),
        (246, 176, 166),
        alpha=0.6,
        soft=1.2,
    )
    inside = top + low[::-1]
    sheet.fill(inside, (94, 30, 36))
    mouth = sheet.mask(inside)
    if opening > 0.1:
        sheet.fill(
            ellipse((0, 86 + drop), half * 0.62, 4 + drop * 0.32),
            (206, 92, 92),
            soft=1.4,
            inside=mouth,
        )
        teeth = closed(
            (-half * 0.8, 66),
            (0, 66),
            (half * 0.8, 66),
            (half * 0.7, 73 + drop * 0.12),
            (0, 76 + drop * 0.2),
            (-half * 0.7, 73 + drop * 0.12),
        )
        sheet.fill(teeth, (252, 249, 244), soft=0.5, inside=mouth)
    else:
        sheet.fill(stroke(top, 1, 2.2, 1), (128, 48, 52), soft=0.3)
    for side in (-1, 1):
        dimple = curve(
            (side * (half + 1), corner - 2),
            (side * (half + 4), corner - 1),
            (side * (half + 4.5), corner + 3),
        )
        sheet.fill(stroke(dimple, 0.5, 2, 0.5), SHADE, alpha=0.7, soft=0.7)
