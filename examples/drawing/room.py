"""The room behind the presenter: a window, a plant and a shelf, a little out of focus."""

from math import cos, radians, sin

from PIL import Image, ImageFilter

from drawing.brush import Canvas, Colour, Gradient, box, closed, curve, ellipse, stroke

WIDTH, HEIGHT = 1280, 720
DEFOCUS_PX = 1.6

BOOKS: tuple[tuple[float, float, Colour], ...] = (
    (16, 74, (64, 98, 130)),
    (22, 86, (222, 216, 204)),
    (14, 70, (196, 104, 82)),
    (20, 80, (96, 128, 116)),
    (12, 84, (60, 66, 82)),
    (24, 66, (226, 184, 108)),
)
LEAVES = (  # base x, angle from upright, length
    *((168, -58, 118), (170, -34, 168), (174, -10, 196), (178, 14, 184)),
    *((182, 36, 158), (184, 60, 112), (172, -78, 84), (184, 80, 80), (176, 2, 132)),
)


def room() -> Image.Image:
    """The whole background, as an opaque frame."""
    sheet = Canvas(0, 0, WIDTH, HEIGHT)
    _wall(sheet)
    _window(sheet)
    _sideboard(sheet)
    _shelf(sheet, 958, 318)
    _shelf(sheet, 958, 470)
    _books(sheet, 982, 318, BOOKS)
    _vase(sheet, 1174, 318)
    _books(sheet, 1084, 470, BOOKS[::-1])
    _frame(sheet, 1010, 470)
    _plant(sheet)
    return sheet.picture().convert("RGB").filter(ImageFilter.GaussianBlur(DEFOCUS_PX))


def _wall(sheet: Canvas) -> None:
    wall = Gradient((300, 80), (234, 235, 233), (1280, 620), (188, 193, 197))
    sheet.fill(box(0, 0, WIDTH, HEIGHT), wall)
    daylight = closed((360, 120), (760, 190), (820, 520), (420, 640))
    sheet.fill(daylight, (252, 251, 246), alpha=0.5, soft=70)


def _window(sheet: Canvas) -> None:
    sheet.fill(box(30, -40, 398, 452), (120, 126, 132), alpha=0.35, soft=14)
    sheet.fill(box(28, -40, 388, 440), (247, 247, 245))
    glass = box(46, -40, 370, 420)
    sheet.fill(glass, Gradient((0, 0), (150, 196, 234), (0, 400), (236, 244, 246)))
    view = sheet.mask(glass)
    for x, y, rx, ry in (
        (110, 70, 70, 20),
        (150, 58, 46, 22),
        (300, 130, 64, 18),
        (270, 118, 36, 18),
    ):
        sheet.fill(ellipse((x, y), rx, ry), (255, 255, 255), alpha=0.8, soft=8, inside=view)
    for x, top, width in ((60, 268, 62), (128, 226, 54), (236, 250, 70), (312, 206, 60)):
        tower = Gradient((0, top), (176, 196, 212), (0, 420), (206, 218, 224))
        sheet.fill(box(x, top, x + width, 430), tower, soft=2, inside=view)
    for x, y, r in ((60, 400, 62), (140, 418, 56), (222, 404, 60), (310, 398, 66), (370, 420, 60)):
        tree = Gradient((0, y - r), (150, 186, 132), (0, y + r), (98, 142, 96))
        sheet.fill(ellipse((x, y), r, r * 0.8), tree, soft=4, inside=view)
    sheet.fill(
        box(202, -40, 216, 424), Gradient((202, 0), (250, 250, 248), (216, 0), (222, 224, 226))
    )
    sheet.fill(
        box(46, 168, 370, 178), Gradient((0, 168), (250, 250, 248), (0, 178), (220, 222, 224))
    )
    sheet.fill(
        box(14, 428, 408, 448), Gradient((0, 428), (252, 252, 250), (0, 448), (214, 215, 214))
    )


def _sideboard(sheet: Canvas) -> None:
    sheet.fill(box(-20, 560, 500, 700), (110, 100, 92), alpha=0.35, soft=16)
    sheet.fill(
        box(-20, 552, 470, 760), Gradient((0, 560), (190, 148, 108), (0, 730), (150, 112, 80))
    )
    sheet.fill(
        box(-20, 546, 482, 562), Gradient((0, 546), (222, 184, 142), (0, 562), (196, 154, 114))
    )
    for x in (224, 468):
        sheet.fill(box(x, 564, x + 3, 760), (126, 92, 64))
    sheet.fill(box(196, 636, 212, 641), (92, 68, 50))
    sheet.fill(box(242, 636, 258, 641), (92, 68, 50))


def _shelf(sheet: Canvas, left: float, top: float) -> None:
    sheet.fill(box(left + 4, top + 12, left + 284, top + 34), (70, 66, 66), alpha=0.4, soft=9)
    wood = Gradient((0, top), (214, 172, 128), (0, top + 14), (168, 124, 86))
    sheet.fill(box(left, top, left + 280, top + 14), wood)


def _books(
    sheet: Canvas, left: float, bottom: float, books: tuple[tuple[float, float, Colour], ...]
) -> None:
    for width, height, colour in books:
        dark = (colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4)
        cover = Gradient((left, 0), colour, (left + width * 1.6, 0), dark)
        sheet.fill(box(left, bottom - height, left + width, bottom), cover)
        for y in (bottom - height + 9, bottom - 14):
            sheet.fill(box(left + 2, y, left + width - 2, y + 3), (250, 244, 232), alpha=0.5)
        left += width + 1.5


def _vase(sheet: Canvas, x: float, bottom: float) -> None:
    for lean, height in ((-20, 74), (0, 92), (18, 70)):
        stem = curve(
            (x, bottom - 40), (x + lean * 0.4, bottom - height * 0.8), (x + lean, bottom - height)
        )
        sheet.fill(stroke(stem, 2.5, 2, 1.5), (122, 132, 92))
        sheet.fill(ellipse((x + lean, bottom - height - 5), 9, 10), (238, 206, 150))
    body = closed(
        (x - 9, bottom - 48),
        (x + 9, bottom - 48),
        (x + 24, bottom - 20),
        (x + 13, bottom),
        (x - 13, bottom),
        (x - 24, bottom - 20),
    )
    sheet.fill(body, Gradient((x - 24, 0), (246, 246, 242), (x + 24, 0), (184, 192, 196)))


def _frame(sheet: Canvas, x: float, bottom: float) -> None:
    sheet.fill(box(x - 34, bottom - 92, x + 40, bottom), (60, 60, 64), alpha=0.3, soft=5)
    sheet.fill(box(x - 36, bottom - 94, x + 36, bottom), (58, 56, 58))
    sheet.fill(box(x - 30, bottom - 88, x + 30, bottom - 6), (246, 244, 238))
    picture = box(x - 20, bottom - 76, x + 20, bottom - 20)
    sheet.fill(
        picture, Gradient((0, bottom - 76), (244, 206, 156), (0, bottom - 20), (226, 132, 108))
    )
    hills = closed(
        (x - 40, bottom - 10),
        (x - 22, bottom - 40),
        (x - 4, bottom - 34),
        (x + 10, bottom - 48),
        (x + 40, bottom - 10),
    )
    sheet.fill(hills, (72, 106, 124), inside=sheet.mask(picture))


def _plant(sheet: Canvas) -> None:
    sheet.fill(ellipse((186, 552), 70, 8), (80, 60, 44), alpha=0.5, soft=6)
    for x, angle, length in LEAVES:
        _leaf(sheet, x, 470, radians(angle), length)
    pot = [(126, 462), (228, 462), (216, 552), (138, 552)]
    sheet.fill(pot, Gradient((126, 0), (250, 248, 244), (232, 0), (176, 180, 182)))
    sheet.fill(
        box(120, 454, 234, 472), Gradient((120, 0), (255, 253, 250), (234, 0), (190, 194, 196))
    )


def _leaf(sheet: Canvas, x: float, y: float, angle: float, length: float) -> None:
    def at(along: float, across: float) -> tuple[float, float]:
        """A point of the leaf: along its midrib, which droops with its lean, and across."""
        droop = abs(sin(angle)) * along**2 * length * 0.22
        return (
            x + sin(angle) * along * length + cos(angle) * across,
            y - cos(angle) * along * length + sin(angle) * across + droop,
        )

    stem = curve(at(0, 0), at(0.2, 0), at(0.45, 0))
    sheet.fill(stroke(stem, 5, 4, 3), (86, 124, 78))
    wide = length * 0.13
    blade = closed(
        at(0.3, 0),
        at(0.45, wide * 0.8),
        at(0.65, wide),
        at(0.86, wide * 0.5),
        at(1.02, 0),
        at(0.86, -wide * 0.5),
        at(0.65, -wide),
        at(0.45, -wide * 0.8),
    )
    green = Gradient(at(0.5, -wide * 1.2), (132, 178, 112), at(0.5, wide * 1.2), (62, 112, 76))
    sheet.fill(blade, green)
    sheet.fill(
        stroke(curve(at(0.32, 0), at(0.6, 0), at(0.98, 0)), 2, 1.6, 0.6), (176, 208, 150), alpha=0.8
    )
