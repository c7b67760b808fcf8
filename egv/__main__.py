"""`python -m egv` and the console script."""

import os
import signal

# Whoever wants egv to end while it is only just there meets no traceback of Python's own.
for _number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(_number, lambda number, _: os._exit(128 + number))

from typing import NoReturn  # noqa: E402

from egv.tools import ending  # noqa: E402


def main() -> NoReturn:
    """Carry out the words of this process, and end it with their exit code."""
    ending.listen()  # before all that takes long to import
    from egv.cli import main as words

    ending.leave(words.main())


if __name__ == "__main__":
    main()
