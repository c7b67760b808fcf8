"""`python -m egv` and the console script."""

import signal

# Who wants egv to end while it is only just there must not meet a traceback of Python's own.
_early: list[int] = []
for _name in ("SIGINT", "SIGTERM", "SIGHUP"):
    _number = getattr(signal, _name, None)  # Windows lacks the last
    if _number and (_name != "SIGHUP" or signal.getsignal(_number) != signal.SIG_IGN):
        signal.signal(_number, lambda number, _: _early.append(number))

from typing import NoReturn  # noqa: E402

from egv.tools import ending, listening  # noqa: E402


def main() -> NoReturn:
    """Carry out the words of this process, and end it with their exit code."""
    listening.listen(_early)  # before all that takes long to import
    from egv.cli import main as words

    ending.leave(words.main())


if __name__ == "__main__":
    main()
