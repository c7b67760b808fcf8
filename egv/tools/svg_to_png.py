"""A program by itself: draws the SVG on standard input, HEIGHT px high, as PNG on standard output.

It runs as a process of its own, with bounded time and memory and without a font, because what takes
long to draw cannot be told from the text of a drawing.
"""

import contextlib
import sys

CPU_S = 20
MEMORY = 1 << 30


def main() -> None:
    """Draw within the bounds; what goes wrong is the last line on standard error."""
    with contextlib.suppress(ImportError):  # Windows bounds time only
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import resvg_py

    text = sys.stdin.buffer.read().decode("utf-8-sig")
    drawn = resvg_py.svg_to_bytes(
        svg_string=text,
        height=int(sys.argv[1]),
        skip_system_fonts=True,
        dpi=96,  # resvg-py's own is 0, with which nothing in mm has a size
    )
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
