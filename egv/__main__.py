"""`python -m egv` and the console script."""

import sys

from egv.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
