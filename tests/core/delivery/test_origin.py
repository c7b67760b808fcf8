"""The origin of an output: moments through cuts, holds and intros; a voice that is heard alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from egv.core.delivery.origin import find_origin
from egv.core.graph.conform import conform_sound_track
from egv.core.graph.pads import combine_pads
from egv.core.media.timing import Seconds, Span
from tests.conftest import programme, sound_file


def test_moments_are_found_through_an_intro_a_cut_and_a_held_frame() -> None:
    edit = programme(seconds=10).keep_spans(
        [Span(Seconds(2), Seconds(4)), Span(Seconds(6), Seconds(8))]
    )
    [part] = find_origin(edit.hold_last_frame(60), 30, 0).seen

    assert (part.first, part.frames, part.cuts) == (30, 180, (30, 90, 150))
    assert [part.find_moment(frame) for frame in (30, 60, 90)] == [2, 3, 6]
    assert part.find_moment(150) == part.find_moment(209) == Seconds(239, 30)
    assert part.find_frame(Seconds(7)) == 120
    assert part.find_frame(Seconds(5)) is None


def test_a_voice_is_heard_where_it_was_kept_unless_something_is_mixed_in() -> None:
    edit = programme(seconds=10).keep_spans(
        [Span(Seconds(2), Seconds(4)), Span(Seconds(6), Seconds(8))]
    )
    heard = find_origin(edit, 30, 0).heard
    bed = sound_file("bed.wav", 10)
    assert edit.sound
    mixed = combine_pads((edit.sound, conform_sound_track(bed, bed.audio)), "amix")

    assert [int(part.span.start) for part in heard] == [2, 6]
    assert [int(part.at) for part in heard] == [1, 3]
    assert heard[0].media.path == Path("/clips/a.mp4")
    assert find_origin(replace(edit, sound=mixed), 30, 0).heard == ()
    assert find_origin(programme(sound=False), 0, 0).heard == ()


def test_a_narration_is_heard_from_its_start() -> None:
    narration = sound_file("voice.wav", 4)
    track = conform_sound_track(narration, narration.audio)
    edit = programme(seconds=10).with_sound(track).with_voice(narration, track, Seconds(3))
    [heard] = find_origin(edit, 0, 0).heard

    assert (heard.media.path.name, int(heard.span.start)) == ("voice.wav", -3)
