"""The presenter's figure, in pixels around the middle of her face: hair, head and body."""

from PIL import Image

from drawing.brush import Canvas, Gradient, Point, closed, curve, ellipse, stroke, symmetric

BACK_HAIR_BOX = (-132.0, -40.0, 132.0, 196.0)  # above it, the head covers it all
HEAD_BOX = (-150.0, -190.0, 150.0, 216.0)
BODY_BOX = (-290.0, 60.0, 290.0, 480.0)

SKIN = Gradient((-80, -60), (246, 205, 176), (90, 90), (226, 168, 136))
SKIN_SHADE = (192, 124, 98)
HAIR = Gradient((-110, -150), (104, 66, 46), (110, 150), (54, 34, 28))
HAIR_SHEEN = (164, 110, 76)
BLAZER = Gradient((-200, 180), (62, 108, 142), (210, 440), (32, 62, 92))
LAPEL = Gradient((-80, 170), (78, 124, 156), (90, 440), (40, 74, 104))
BLOUSE = Gradient((-40, 150), (252, 250, 246), (40, 420), (218, 220, 224))

RIGHT_LOCK = closed(
    *((-34, -152), (14, -164), (70, -148), (110, -98), (124, -30), (128, 50), (126, 120)),
    *(
        (116, 164),
        (94, 188),
        (70, 184),
        (84, 148),
        (91, 100),
        (88, 44),
        (82, -14),
        (66, -56),
        (36, -84),
        (-6, -106),
    ),
    (-34, -122),
)
LEFT_LOCK = closed(
    *((-30, -152), (-66, -150), (-106, -106), (-122, -38), (-127, 44), (-126, 120)),
    *(
        (-116, 164),
        (-94, 188),
        (-70, 184),
        (-84, 148),
        (-91, 100),
        (-88, 44),
        (-84, -14),
        (-74, -60),
        (-56, -96),
    ),
    (-32, -124),
)


def back_hair() -> Image.Image:
    """The hair behind the neck."""
    sheet = Canvas(*BACK_HAIR_BOX)
    fall = symmetric((0, -165), (70, -146), (114, -84), (126, 40), (122, 130), (92, 184), (0, 176))
    sheet.fill(fall, Gradient((0, -40), (74, 46, 36), (0, 170), (46, 29, 25)))
    return sheet.picture()


def body() -> Image.Image:
    """Neck, blouse and blazer."""
    sheet = Canvas(*BODY_BOX)
    blouse = symmetric((0, 150), (60, 168), (110, 240), (110, 500))
    sheet.fill(blouse, BLOUSE)
    _neck(sheet)
    _blazer(sheet)
    return sheet.picture()


def _neck(sheet: Canvas) -> None:
    neck = symmetric((0, 80), (40, 84), (42, 140), (52, 172), (38, 206), (0, 246))
    sheet.fill(neck, Gradient((-40, 100), (236, 190, 160), (50, 200), (214, 154, 124)))
    skin = sheet.mask(neck)
    under_chin = symmetric((0, 60), (70, 70), (58, 134), (0, 164))
    sheet.fill(under_chin, SKIN_SHADE, alpha=0.75, soft=7, inside=skin)
    for side in (-1, 1):
        bone = curve((side * 44, 194), (side * 26, 200), (side * 10, 208))
        sheet.fill(stroke(bone, 1, 4, 1), SKIN_SHADE, alpha=0.45, soft=1.2, inside=skin)
        fold = [(side * 52, 160), (side * 40, 204), (0, 252), (0, 268), (side * 60, 222)]
        sheet.fill(fold, (255, 254, 251))
        edge = curve((side * 51, 166), (side * 38, 206), (0, 252))
        sheet.fill(stroke(edge, 2, 3, 2), (180, 170, 168), alpha=0.6, soft=1)
    sheet.fill(stroke(curve((0, 254), (1, 360), (0, 500)), 2, 2, 2), (190, 190, 196), alpha=0.8)


def _blazer(sheet: Canvas) -> None:
    for side in (-1, 1):

        def at(*points: Point, side: int = side) -> list[Point]:
            return [(side * x, y) for x, y in points]

        shape = closed(
            *at((46, 150), (76, 176), (140, 200), (196, 226), (232, 290), (250, 400), (256, 520)),
            *at((120, 540), (4, 530), (6, 460), (30, 380), (52, 280), (54, 200)),
        )
        sheet.fill(shape, BLAZER)
        cloth = sheet.mask(shape)
        sleeve = curve(*at((170, 292), (176, 360), (168, 500)))
        sheet.fill(stroke(sleeve, 3, 12, 16), (18, 36, 58), alpha=0.5, soft=5, inside=cloth)
        shoulder = curve(*at((90, 186), (150, 208), (206, 246)))
        sheet.fill(stroke(shoulder, 4, 12, 4), (150, 190, 214), alpha=0.32, soft=5, inside=cloth)
        lapel = at((46, 152), (80, 186), (104, 262), (84, 276), (98, 300), (24, 448), (4, 474))
        lapel += at((20, 380), (44, 290), (50, 210))
        shade = [(x + side * 4, y + 6) for x, y in lapel]
        sheet.fill(shade, (14, 30, 48), alpha=0.45, soft=5, inside=cloth)
        sheet.fill(lapel, LAPEL)


def head(jaw: float) -> Image.Image:
    """Face without its features, and the hair around it, with the jaw dropped by `jaw` pixels."""
    sheet = Canvas(*HEAD_BOX)

    def dropped(x: float, y: float) -> Point:
        return x, y + jaw * max(0.0, (y - 40) / 86)

    side = ((54, -110), (84, -62), (88, -4), (83, 44), (66, 88), (34, 118))
    outline = symmetric((0, -120), *(dropped(*p) for p in side), dropped(0, 126))
    sheet.fill(outline, SKIN)
    face = sheet.mask(outline)
    hair_shadow = symmetric(
        (0, -130), (80, -112), (110, -20), (104, 100), (78, 60), (70, -40), (20, -78)
    )
    sheet.fill(hair_shadow, SKIN_SHADE, alpha=0.4, soft=7, inside=face)
    far_cheek = closed((96, -60), (104, 60), (60, 140), (34, 130), (66, 80), (74, 0))
    sheet.fill(far_cheek, SKIN_SHADE, alpha=0.34, soft=11, inside=face)
    sheet.fill(ellipse((-26, -64), 34, 20), (255, 232, 208), alpha=0.45, soft=12, inside=face)
    sheet.fill(ellipse(dropped(-4, 106), 18, 9), (255, 226, 202), alpha=0.4, soft=6, inside=face)
    for x in (-87, 87):
        sheet.fill(
            ellipse((x, 66), 4.5, 4.5),
            Gradient((x - 4, 62), (255, 244, 210), (x + 4, 70), (206, 160, 84)),
        )
    _front_hair(sheet)
    return sheet.picture()


def _front_hair(sheet: Canvas) -> None:
    crown = symmetric((0, -164), (60, -152), (96, -116), (40, -128), (0, -134))
    sheet.fill(crown, HAIR)
    for lock in (LEFT_LOCK, RIGHT_LOCK):
        sheet.fill(
            [(x, y + 3) for x, y in lock],
            (90, 50, 36),
            alpha=0.4,
            soft=4,
            inside=sheet.mask(symmetric((0, -120), (86, -60), (86, 60), (0, 126))),
        )
        sheet.fill(lock, HAIR)
        hair = sheet.mask(lock)
        for x, y, rx, ry in (
            (-84, -84, 22, 34),
            (50, -122, 44, 14),
            (104, -20, 8, 60),
            (-108, 30, 7, 66),
        ):
            sheet.fill(ellipse((x, y), rx, ry), HAIR_SHEEN, alpha=0.42, soft=10, inside=hair)
        for strand in STRANDS:
            sheet.fill(stroke(curve(*strand), 0.4, 2.2, 0.4), HAIR_SHEEN, alpha=0.5, inside=hair)
    part = curve((-33, -150), (-34, -136), (-33, -122))
    sheet.fill(stroke(part, 0.5, 2.5, 1), (60, 36, 28), alpha=0.6, soft=0.8)


STRANDS: tuple[tuple[Point, ...], ...] = (
    ((-30, -136), (30, -132), (84, -82), (104, -10), (108, 80), (98, 160)),
    ((-30, -144), (36, -148), (96, -96), (116, -20), (118, 90), (108, 164)),
    ((-30, -128), (16, -112), (66, -72), (92, -14), (98, 60), (94, 120)),
    ((-36, -140), (-78, -112), (-102, -50), (-110, 40), (-108, 160)),
    ((-36, -132), (-64, -100), (-88, -50), (-98, 40), (-96, 140)),
    ((-36, -147), (-92, -116), (-116, -40), (-119, 60), (-116, 150)),
)
