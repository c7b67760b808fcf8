"""The memory of a process, measured, and of one that is gone."""

import os

from egv.tools.machine.limits import ClipLimits
from egv.tools.machine.memory import measure_free_memory, measure_process_memory


def test_what_a_process_takes_grows_with_what_it_holds() -> None:
    before = measure_process_memory(os.getpid())
    held = bytearray(os.urandom(1 << 20)) * 64

    assert 0 < before < measure_process_memory(os.getpid()) - 32 * (1 << 20)
    assert len(held) == 64 << 20


def test_a_process_that_is_gone_takes_nothing() -> None:
    assert measure_process_memory(2**31 - 1) == 0


def test_this_machine_has_some_memory_left() -> None:
    free = measure_free_memory()

    assert free is not None
    assert free > 0


def test_an_excess_is_said_with_both_figures() -> None:
    assert ClipLimits(memory_gb=0.001).explain_excess(os.getpid()).startswith("ffmpeg is out of")
    assert ClipLimits(memory_gb=1000).explain_excess(os.getpid()) == ""
    assert ClipLimits().explain_excess(os.getpid()) == ""


def test_the_time_is_counted_by_the_longest_of_what_is_read_and_made() -> None:
    clip = ClipLimits(times_length=240, length_s=0.3, started_s=50)

    assert clip.deadline_s == 50 + 120
    assert clip.with_length(10).deadline_s == 50 + 2400
    assert clip.with_length(10).with_length(1).deadline_s == 50 + 2400
    assert ClipLimits(length_s=10).deadline_s is None
