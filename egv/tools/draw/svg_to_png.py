"""A separate program: draw the SVG on standard input, HEIGHT px high, as PNG on standard output.

It runs in its own process, with limited time and memory and without fonts, because the text of a
drawing does not show how long drawing takes.
"""

import sys

CPU_S = 20
MEMORY = 1 << 30


def main() -> None:
    """Draw within the limits; the last line on standard error explains a failure."""
    if sys.platform != "win32":  # there only the time is limited, by the caller
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import resvg_py

    text = sys.stdin.buffer.read().decode("utf-8-sig")
    drawn = resvg_py.svg_to_bytes(
        svg_string=text,
        height=int(sys.argv[1]),
        skip_system_fonts=True,
        dpi=96,  # resvg-py's default is 0, with which lengths in mm have no size
    )
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
