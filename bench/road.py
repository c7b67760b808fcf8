"""Count what a command visits inside egv: functions, modules, and the deepest call.

python -m bench.road trim clip.mp4 --end 20 -n
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import egv

HOME = f"{Path(egv.__file__).parent}/"
OPTIMISED = (
    1  # set in the code of a function, and not of a module or a class (inspect.CO_OPTIMIZED)
)


@dataclass(slots=True)
class Road:
    """The functions of egv that a command visited, by module, and its deepest call."""

    functions: set[tuple[str, str]] = field(default_factory=set)
    deepest: tuple[str, ...] = ()

    def note_call(self, frame: FrameType, event: str, _: object) -> None:
        """Note one call; for `sys.setprofile`."""
        if event != "call" or not is_function_of_egv(frame):
            return
        calls = list_calls(frame)
        if len(calls) > len(self.deepest):
            self.deepest = calls
        code = frame.f_code
        self.functions.add((code.co_filename.removeprefix(HOME), code.co_qualname))

    @property
    def modules(self) -> set[str]:
        """The modules of the functions."""
        return {module for module, _ in self.functions}


def is_function_of_egv(frame: FrameType) -> bool:
    """True for a function or method of egv; a comprehension and a class body are none."""
    code = frame.f_code
    is_function = bool(code.co_flags & OPTIMISED) and not code.co_name.startswith("<")
    return is_function and code.co_filename.startswith(HOME)


def list_calls(frame: FrameType) -> tuple[str, ...]:
    """List the functions of egv on the stack at `frame`, the innermost first."""
    calls: list[str] = []
    here: FrameType | None = frame
    while here:
        if is_function_of_egv(here):
            calls.append(here.f_code.co_qualname)
        here = here.f_back
    return tuple(calls)


def follow_command(words: list[str]) -> tuple[int, Road]:
    """Run `egv` with `words`; return its exit code and what it visited, in all threads."""
    from egv.cli.main import main

    road = Road()
    threading.setprofile(road.note_call)
    sys.setprofile(road.note_call)
    try:
        return main(words), road
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


if __name__ == "__main__":
    code, road = follow_command(sys.argv[1:])
    print(f"exit {code}: {len(road.functions)} functions of {len(road.modules)} modules, "
          f"{len(road.deepest)} deep at", *reversed(road.deepest))  # fmt: skip
