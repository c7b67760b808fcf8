"""A kit with two logos, and clips that show nothing, for tests that look at branding."""

from __future__ import annotations

from pathlib import Path

GREY = "color=0x808080:s={size}:r={rate}:d={seconds}"
CODING = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")

KIT = """\
schema: egv/kit@1
name: test
palette: {primary: "#10344F", accent: "#F2A541"}
logo:
  variants:
    dark: {file: dark.png, for_background: light}
    light: {file: light.png, for_background: dark}
  bug: {opacity: 1, fade: 0}
intro: {card: {lines: []}, transition: {type: fade}}
outro: {enabled: false}
"""


def write_kit(folder: Path) -> Path:
    """A kit in `folder` whose logos are a black and a white square."""
    from PIL import Image

    home = folder / "kit"
    home.mkdir()
    for name, value in (("dark", 0), ("light", 255)):
        Image.new("RGBA", (200, 200), (value, value, value, 255)).save(home / f"{name}.png")
    (home / "kit.yaml").write_text(KIT)
    return home / "kit.yaml"
