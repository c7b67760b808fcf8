"""`python -m egv` and the console script."""

import sys

from egv.cli import main as words
from egv.cli.signals import end_requests_ignored

STOPPED = 128  # exit codes above it say which signal ended the run


def main() -> int:
    """Carry out the words of this process, and return its exit code."""
    code = words.main()
    if code > STOPPED:  # one who asks again while Python ends must not change it
        end_requests_ignored()
    return code


if __name__ == "__main__":
    sys.exit(main())
