"""`python -m egv` and the console script."""

import signal

# A stop request during start-up must not show a Python traceback.
_early: list[int] = []
for _name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
    _number = getattr(signal, _name, None)  # Windows has no SIGHUP, others no SIGBREAK
    if _number and (_name != "SIGHUP" or signal.getsignal(_number) != signal.SIG_IGN):
        signal.signal(_number, lambda number, _: _early.append(number))

from typing import NoReturn  # noqa: E402

from egv.tools.machine import shutdown, signal_listener  # noqa: E402


def main() -> NoReturn:
    """Run the command line of this process, and exit with its exit code."""
    signal_listener.start_listener(_early)  # before the slow imports
    from egv.cli import main as words

    shutdown.exit_process(words.main())


if __name__ == "__main__":
    main()
