"""Print constraints.txt: every version in two environments, of the lowest Python and the newest.

python .ci/pin.py .venv .venv-3.13 > constraints.txt
"""

import json
import subprocess
import sys
from pathlib import Path

HEAD = """\
# What CI installs, and `make test` in a fresh clone: the versions that egv was tested with.
# Written by .ci/pin.py from environments that were installed without it; see docs/ci.md.
"""
NOT_PINNED = {"egv", "pip", "setuptools", "wheel"}  # ourselves, and what installs us


def read_versions(environment: Path) -> tuple[str, dict[str, str]]:
    """The Python of `environment`, such as 3.11, and what is installed in it by name."""
    python = environment / "bin" / "python"
    version = "import sys; print('{}.{}'.format(*sys.version_info))"
    named = subprocess.run([python, "-c", version], check=True, capture_output=True, text=True)
    listing = [python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
    listed = subprocess.run(listing, check=True, capture_output=True, text=True)
    found = {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}
    return named.stdout.strip(), {n: v for n, v in found.items() if n not in NOT_PINNED}


def write_pins(lowest: Path, newest: Path) -> str:
    """The lines of constraints.txt."""
    python, old = read_versions(lowest)
    _, new = read_versions(newest)
    lines = []
    for name in sorted(old.keys() | new.keys()):
        if name in old and name in new and old[name] != new[name]:
            lines.append(f'{name}=={old[name]}; python_version <= "{python}"')
            lines.append(f'{name}=={new[name]}; python_version > "{python}"')
        else:
            lines.append(f"{name}=={new.get(name) or old[name]}")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(write_pins(*map(Path, sys.argv[1:3])))
