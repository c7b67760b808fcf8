"""A line on work that takes long: only on a terminal, and only once it does."""

from __future__ import annotations

import time

import pytest

from egv.cli.screen import slow_work
from egv.cli.screen.slow_work import announce_slow_work
from egv.cli.screen.terminal import OutputStream
from tests.cli.test_screen import Stream


@pytest.mark.parametrize(
    ("terminal", "takes_s", "shown"), [(True, 0.4, "busy\n"), (True, 0.0, ""), (False, 0.4, "")]
)
def test_only_slow_work_on_a_terminal_is_announced(
    terminal: bool, takes_s: float, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_work, "PATIENCE_S", 0.1)
    monkeypatch.setenv("TERM", "xterm")
    stream = Stream(terminal=terminal)
    with announce_slow_work(OutputStream(stream), "busy"):
        time.sleep(takes_s)
    time.sleep(0.2)

    assert stream.getvalue() == shown
