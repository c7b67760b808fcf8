"""Several clips as one programme: its canvas, its clock, its loudness, what goes with each clip."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egv.core.delivery.deliver import deliver
from egv.core.delivery.excerpt import answer_for_whole, cut_excerpt
from egv.core.graph.pads import Pad, Source
from egv.core.graph.splice import join_sounds
from egv.core.media.clip import Canvas, Chapter, Clip, Cue, TextTrack
from egv.core.media.timing import Seconds, Span, to_sample
from egv.core.overlays.corner_logo import place_bug
from egv.core.overlays.framed_edit import FramedEdit
from egv.core.overlays.shown_cues import find_shot_cuts
from egv.core.programme.concat import concatenate_clips, level_clips, split_for_concat
from egv.core.programme.edit import Edit, LoudnessTarget, create_edit
from egv.core.programme.layers import Bug, LowerThird, Subtitles
from egv.core.programme.questions import (
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    LoudnessOf,
    PngOfImage,
    ShotsIn,
    SpeechIn,
)
from egv.core.programme.voice import find_speech_spans
from egv.core.sound.loudness import Loudness
from egv.core.sound.speech_spans import Speech
from egv.steps.colour_correct import ColourCorrect
from egv.steps.normalise import Normalise
from egv.steps.subtitle import Subtitle
from egv.steps.trim import Trim
from egv.steps.voice_over import VoiceOver
from tests.conftest import FACE, a_kit, answering, delivered, graph_of, media

RATES = st.sampled_from([Seconds(25), Seconds(30000, 1001), Seconds(60)])
NTSC = Fraction(30000, 1001)
WORLD = answering({FontFaceAt: FACE, LightUnder: 0.5})


def take(name: str, **facts: Any) -> Clip:
    return replace(media(**facts), path=Path(f"/clips/{name}.mp4"))


def a_clip(name: str, *, rate: int | Fraction = 25, **facts: Any) -> Edit:
    return create_edit(take(name, **facts).with_frame_rate(Fraction(rate)))


def joined(*clips: Edit) -> Edit:
    first = clips[0].clock[0].media.video
    assert first is not None
    return concatenate_clips(clips, Canvas(*first.upright_size, first.frame_rate))


@given(
    st.lists(st.tuples(st.integers(1, 900), st.booleans()), min_size=2, max_size=6),
    RATES,
    st.lists(st.integers(0, 3000), min_size=2, max_size=8, unique=True),
)
def test_a_cut_programme_is_the_sum_of_its_cut_clips(
    clips: list[tuple[int, bool]], rate: Fraction, edges: list[int]
) -> None:
    edit = joined(
        *(
            a_clip(f"c{n}", seconds=frames / rate, rate=rate, sound=sound)
            for n, (frames, sound) in enumerate(clips)
        )
    )
    assert edit.frames == sum(frames for frames, _ in clips)
    assert edit.voice.frames == edit.frames
    points = sorted({min(edge, edit.frames) for edge in edges})
    spans = [Span(a / rate, b / rate) for a, b in zip(points[::2], points[1::2], strict=False)]
    if not spans:
        return
    kept = edit.keep_spans(spans)

    assert kept.duration == sum(part.duration for part in kept.parts)
    assert kept.clock == tuple(segment for part in kept.parts for segment in part.clock)
    assert kept.frames == sum(round(span.duration * rate) for span in spans)


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), min_size=1, max_size=7), RATES)
def test_sounds_lie_on_the_sample_of_their_frame(
    clips: list[tuple[int, bool]], rate: Fraction
) -> None:
    starts = [sum(frames for frames, _ in clips[:n]) for n in range(len(clips) + 1)]
    pieces = [
        (Pad(Source(Path(f"/{n}.wav")), "a", 0) if sound else None, frames)
        for n, (frames, sound) in enumerate(clips)
    ]
    sound = join_sounds(pieces, rate)
    heard = [starts[n] for n, (_, has) in enumerate(clips) if has]

    if not heard:
        assert sound is None
        return
    assert sound
    text = graph_of(Pad(Source(Path("/p.mp4")), "v", 0), sound)
    lengths = [int(each) for each in re.findall(r"atrim=end_sample=(\d+)", text)]
    ends = [to_sample(at, rate, 48000) for at in (*heard[1:], starts[-1])]
    late = re.search(r"adelay=all=true:delays=(\d+)S", text)
    at = int(late[1]) if late else 0
    assert at == to_sample(heard[0], rate, 48000)
    for length, end in zip(lengths, ends, strict=True):
        at += length
        assert at == end
    assert text.count("t=in") == sum(sound for _, sound in clips[1:])
    assert text.count("t=out") == sum(sound for _, sound in clips[:-1])


def test_a_sound_fades_where_its_own_clip_ends() -> None:
    pad = Pad(Source(Path("/a.wav")), "a", 0)
    sound = join_sounds([(pad, 25), (None, 25)], Seconds(25))
    assert sound

    assert "ss=47616:t=out[s0];[s0]apad=whole_len=96000" in graph_of(
        Pad(Source(Path("/p.mp4")), "v", 0), sound
    )


def test_what_belongs_to_a_clip_goes_with_it() -> None:
    one = a_clip("one", seconds=4).with_cues([Cue(Span(Seconds(1), Seconds(2)), "Hi.")], "nl")
    one = one.with_layer(Subtitles()).with_explanation("trim", "nothing").with_note("trim: odd")
    two = a_clip("two", seconds=6).with_cues([Cue(Span(Seconds(0), Seconds(3)), "Yes.")], "nl")
    two = two.with_layer(Subtitles()).with_note("trim: odd").with_note("trim: even")
    chapters = (Chapter(Span(Seconds(2), Seconds(3)), "Own"),)
    track = TextTrack("nld", (Cue(Span(Seconds(0), Seconds(1)), "Ja."),))
    two = replace(two, chapters=chapters, text_tracks=(track,))
    edit = joined(one, two)

    assert edit.cues == (
        Cue(Span(Seconds(1), Seconds(2)), "Hi."),
        Cue(Span(Seconds(4), Seconds(7)), "Yes."),
    )
    assert edit.layers == (Subtitles(),)
    assert edit.chapters == (
        Chapter(Span(Seconds(0), Seconds(4)), "one"),
        Chapter(Span(Seconds(6), Seconds(7)), "Own"),
    )
    assert edit.text_tracks[0].cues[0].span.start == 4
    assert edit.notes == ("trim: odd", "two.mp4: trim: even")
    assert [(why.step, why.clip) for why in edit.explanations] == [
        ("trim", "one.mp4"),
        ("join", ""),
    ]


def plate(start: int, duration: int, name: str) -> LowerThird:
    return LowerThird(Seconds(start), Seconds(duration), (("name", name), ("role", "")))


def test_everybody_is_named_once_where_there_is_first_room_for_it() -> None:
    told = [
        a_clip(name, seconds=seconds)
        .with_layer(plate(1, 5, who))
        .with_explanation("lower-third", who)
        .with_note(f"lower-third: {who}")
        for name, seconds, who in [
            ("q", Seconds(3, 2), "Jan"),
            ("a", 4, "Maria"),
            ("q2", 9, "Jan"),
            ("a2", 9, "Maria"),
            ("end", 1, "Eva"),
        ]
    ]
    edit = joined(*told)

    starts = [(float(each.start), float(each.duration)) for each in edit.lower_thirds]
    assert starts == [(1.52, 4), (6.52, 5), (23.52, 1)]
    assert [why.clip for why in edit.explanations[:-1]] == ["a.mp4", "q2.mp4", "end.mp4"]
    assert len(edit.notes) == 3


def test_languages_and_files_that_do_not_go_together_are_told() -> None:
    cue = Cue(Span(Seconds(1), Seconds(2)), "Hi.")
    one = a_clip("one").with_cues([cue, cue], "nl")
    edit = joined(one, a_clip("two").with_cues([cue], "en", given=True))

    assert (edit.language, edit.cues_are_given) == ("nl", False)
    assert "several languages" in edit.notes[0]
    assert "sets times in all of them" in edit.notes[1]


def loud(**figures: Loudness) -> Any:
    """A world in which the sound of the clip `name` measures `figures[name]`."""

    def ask(question: Any, /) -> Any:
        assert isinstance(question, LoudnessOf)
        [source] = sources_of(question.pad)
        return figures[source.path.stem]

    return ask


def test_soft_clips_are_raised_to_the_loudest_as_far_as_their_noise_allows() -> None:
    clips = [a_clip(name) for name in ("loud", "soft", "hiss", "mute")]
    ask = loud(
        loud=Loudness(-14, -1, 4, -60),
        soft=Loudness(-30, -9, 4, -65),
        hiss=Loudness(-50, -30, 4, -55),
        mute=Loudness(-120, -120),
    )
    done = level_clips(clips, ask)
    gains = [
        dict(clip.explanations[0].facts)["gain_db"] if clip.explanations else 0 for clip in done
    ]

    assert gains == [0, 16, 20, 0]
    assert done[1].level is not None
    assert (done[1].level.lufs, done[1].level.peak_dbtp) == (-14, -1)
    assert done[0] is clips[0]


def test_a_clip_in_which_nobody_speaks_is_raised_by_20_db_at_most_and_told() -> None:
    ask = loud(loud=Loudness(-14, -1, 4, -60), still=Loudness(-45, -30, 4, -80))
    clips = [a_clip(name) for name in ("loud", "still")]

    def nobody(question: Any, /) -> Any:
        return Speech(Seconds(3)) if isinstance(question, SpeechIn) else ask(question)

    _, still = level_clips(clips, nobody)

    assert dict(still.explanations[0].facts)["gain_db"] == 20
    assert still.notes == ("join: the sound is very quiet and nobody speaks; raised by only 20 dB",)


def test_clips_that_a_step_levelled_are_left_as_they_are() -> None:
    clips = [
        a_clip(name).with_loudness_target(LoudnessTarget(-16, -1.5)) for name in ("loud", "hiss")
    ]
    ask = loud(loud=Loudness(-16, -1, 4, -60), hiss=Loudness(-35, -30, 4, -40))

    assert level_clips(clips, ask) == tuple(clips)


def test_one_clip_with_sound_is_left_as_it_is() -> None:
    clips = [a_clip("one"), a_clip("two", sound=False)]

    assert level_clips(clips, loud(one=Loudness(-30, -9))) == tuple(clips)


def test_steps_are_done_where_they_belong() -> None:
    strong = Normalise(lufs=-16, peak_dbtp=-1.5, denoise="strong")
    each, whole = split_for_concat([Trim(), ColourCorrect(), strong, Subtitle()])

    assert [step.name for step in each] == ["trim", "colour-correct", "normalise", "subtitle"]
    assert whole == (strong.model_copy(update={"denoise": "off"}),)


@pytest.mark.parametrize(
    "steps",
    [
        (VoiceOver(file="n.wav"), Subtitle()),
        (Subtitle(script="said.txt"),),
        (Subtitle(source="said.srt"),),
    ],
)
def test_what_is_said_over_the_whole_is_subtitled_on_the_whole(steps: tuple[Any, ...]) -> None:
    assert split_for_concat(steps) == ((), steps)


def test_each_clip_is_brought_to_a_format_by_itself() -> None:
    edit = joined(a_clip("wide"), a_clip("tall", width=1080, height=1920))
    kit = a_kit(formats={"portrait": {"fit": "pad"}})
    source, portrait = deliver(edit, kit, {}, WORLD, ("source", "portrait"))

    assert "scale=flags=bicubic:h=1080:w=606" in graph_of(source.picture, None)
    graph = graph_of(portrait.picture, None)
    assert "scale=flags=bicubic:h=606:w=1080" in graph
    assert graph.count("scale=") == 1
    assert portrait.canvas.size == (1080, 1920)
    assert [(why.clip, why.text) for why in source.explanations if why.step == "reframe"] == [
        ("tall.mp4", "1920x1080: the whole picture, blur")
    ]


def test_a_joined_programme_is_always_encoded() -> None:
    planned = delivered(joined(a_clip("one"), a_clip("two")))

    assert not planned.copied_source
    assert planned.why_encoded == "several clips are joined"
    assert planned.source_duration == 20


def test_each_clip_is_heard_by_itself() -> None:
    spoken = {"one": Span(Seconds(1), Seconds(2)), "two": Span(Seconds(4), Seconds(9))}

    def ask(question: Any, /) -> Any:
        [name] = {each.path.stem for each in sources_of(question.pad)}
        return Speech(Seconds(10), (spoken[name],))

    two = a_clip("two").keep_spans([Span(Seconds(5), Seconds(10))])
    edit = joined(a_clip("one"), a_clip("mute", sound=False), two)

    assert find_speech_spans(edit, ask) == (
        Span(Seconds(1), Seconds(2)),
        Span(Seconds(20), Seconds(24)),
    )
    assert find_speech_spans(edit.keep_spans([Span(Seconds(21), Seconds(25))]), ask) == (
        Span(Seconds(0), Seconds(3)),
    )


def sources_of(pad: Pad) -> set[Source]:
    if isinstance(pad.node, Source):
        return {pad.node}
    return set().union(*(sources_of(each) for each in pad.node.inputs))


def test_each_clip_is_decoded_from_where_it_is_first_seen() -> None:
    two = a_clip("two", seconds=60).keep_spans([Span(Seconds(30), Seconds(60))])
    planned = delivered(joined(a_clip("one"), two))

    graph = graph_of(planned.picture, None)
    assert "PTS+28/TB" in graph
    assert graph.count("min(PTS\\,0)") == 1


def test_an_excerpt_reads_only_the_clips_it_shows() -> None:
    edit = joined(a_clip("one"), a_clip("two"), a_clip("three"))
    part = cut_excerpt(edit, delivered(edit), Span(Seconds(12), Seconds(14)))
    graph = graph_of(delivered(part).picture, None)

    assert [clip.clock[0].media.path.stem for clip in part.parts] == ["two"]
    assert "concat" not in graph
    assert "start_pts=50" in graph


def test_of_an_excerpt_is_asked_what_holds_for_its_whole_clip() -> None:
    edit = joined(a_clip("one"), a_clip("two"))
    part = cut_excerpt(edit, delivered(edit), Span(Seconds(12), Seconds(14)))
    asked = []

    def ask(question: Any, /) -> Any:
        asked.append(question)
        return 0.5

    answer_for_whole(edit, ask)(LightUnder(part.parts[0].clock, (0, 0, 1, 1)))

    assert asked == [LightUnder(edit.parts[1].clock, (0, 0, 1, 1))]


def test_a_join_and_the_shots_of_each_clip_are_where_the_picture_changes() -> None:
    edit = joined(a_clip("one", seconds=4), a_clip("two"))

    cuts = find_shot_cuts(edit, answering({ShotsIn: (Seconds(3),)}))

    assert cuts == (Seconds(3), Seconds(4), Seconds(7))


def test_the_logo_is_for_the_light_of_most_of_the_programme() -> None:
    edit = joined(a_clip("dark", seconds=2), a_clip("light", seconds=6)).with_layer(Bug())
    logos = {
        "white": {"file": "white.png", "for_background": "dark"},
        "blue": {"file": "blue.png", "for_background": "light"},
    }

    def ask(question: Any, /) -> Any:
        if isinstance(question, PngOfImage):
            return question.path
        if isinstance(question, ImageSizeOf):
            return 400, 100
        return 1.0 if question.clock[0].media.path.stem == "light" else 0.0

    place = place_bug(FramedEdit(edit, a_kit(logo={"variants": logos}), (), ask))

    assert place is not None
    assert place.logo.name == "blue.png"


def test_the_last_frame_held_is_that_of_the_last_clip() -> None:
    edit = joined(a_clip("one"), a_clip("two")).hold_last_frame(25)

    assert edit.frames == 525
    assert edit.parts[-1].frames == 275
    assert delivered(edit).frames == 525


def test_a_title_that_only_one_clip_has_is_not_that_of_the_whole() -> None:
    named = create_edit(replace(take("one"), title="Mine"))

    assert delivered(concatenate_clips([named, a_clip("two", rate=30)], named.canvas)).title == ""
    assert delivered(named).title == "Mine"
