"""Print constraints of the lowest version that pyproject.toml allows of every dependency.

python .ci/lowest.py > lowest.txt
"""

import re
import sys
import tomllib
from pathlib import Path

LOWEST = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)[^;]*(?P<marker>;.*)?")


def write_lowest(project: Path) -> str:
    """Return the lines, one for each dependency of egv itself."""
    needed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    lines = []
    for line in needed:
        match = LOWEST.fullmatch(line)
        if not match:
            sys.exit(f"{project}: {line}: has no lowest version")
        # Any last number: the bound 4.10 stands for 4.10.0.82 and its corrections.
        lines.append(f"{match['name']}=={match['version']}.*{match['marker'] or ''}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(write_lowest(Path(__file__).parent.parent / "pyproject.toml"))
