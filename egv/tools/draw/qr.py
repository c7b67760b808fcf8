"""A QR code for filming off a screen, drawn here: whole pixels per module, with a quiet zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egv.core.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

QUIET = 4  # modules of quiet zone on each side: ISO/IEC 18004, 6.3.8
USUAL, SMALLEST = 0.25, 0.16  # shares of the frame's short side, quiet zone included
MODULE_PX = 3  # smallest side of a module: less does not survive scaling and compression
DARK, LIGHT = (0, 0, 0, 255), (255, 255, 255, 255)  # brand colours do not always scan


def draw_qr_code(text: str, short: int, room: int) -> Image:
    """Draw the QR code of `text`, for a frame of `short` px and a space of `room` px per side.

    Raises UsageError when the code would be too small to be read.
    """
    import segno
    from PIL import Image

    try:
        matrix = segno.make(text, error="m", micro=False, encoding="utf-8").matrix
    except (segno.DataOverflowError, ValueError) as error:
        raise _build_length_error(text, "it is too long", str(error)) from None
    side = len(matrix) + 2 * QUIET
    module = max(MODULE_PX, min(round(USUAL * short), room) // side)
    if side * module > room or side * module < SMALLEST * short:
        raise _build_length_error(text, f"{side} squares a side do not fit on the card")
    code = Image.new("RGBA", (side, side), LIGHT)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                code.putpixel((x + QUIET, y + QUIET), DARK)
    return code.resize((side * module, side * module), Image.Resampling.NEAREST)


def _build_length_error(text: str, why: str, details: str = "") -> UsageError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return UsageError(
        f"brand: {shown} cannot be made into a QR code ({why}); give a shorter url",
        details=details,
    )
