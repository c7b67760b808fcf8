"""Answers to the questions of steps: one `match` from question to tool; answers are cached."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from egv import __version__
from egv.app.pcm_store import PcmStore
from egv.core.ask import (
    BedOf,
    CardOf,
    ClockOf,
    ColourOf,
    CuesIn,
    DrawingAt,
    FaceAt,
    FocusOf,
    LightUnder,
    LoudnessOf,
    LutAt,
    MediaAt,
    ModelAbsent,
    ModelAdvice,
    ModelCalled,
    ModelsPassedOver,
    Question,
    ShotsIn,
    SizeOf,
    SoundAt,
    SpeechIn,
    TextBeside,
    TextIn,
    WordsIn,
)
from egv.core.camera import Focus
from egv.core.colour import Colour
from egv.core.edit import Segment
from egv.core.finished_clock import FinishedText
from egv.core.graph import Pad, Source, filters_below
from egv.core.loudness import Loudness, undone_gain
from egv.core.speech import Speech
from egv.core.timing import Seconds, Span
from egv.core.transcript import Transcript
from egv.tools import (
    cache,
    cards,
    ffmpeg,
    focus,
    fonts,
    images,
    light,
    models,
    recognition,
    shots,
    text_files,
)
from egv.tools import colour as colour_tool
from egv.tools import loudness as loudness_tool
from egv.tools import lut as lut_tool
from egv.tools import speech as speech_tool
from egv.tools.clips import clip_at
from egv.tools.face_detector import SHA256
from egv.tools.keyframes import key_frames
from egv.tools.model_faults import model_files
from egv.tools.samples import listening_blocks
from egv.tools.sounds import sound_at

T = TypeVar("T")


class Answers:
    """Answer the questions of steps about one clip, each at most once for the same content.

    Cached answers are indexed under `clips` so that `purge` finds them. `text` is what somebody
    wrote for the subtitles on the clock of a finished video. In a dry run speech recognition is
    skipped: it takes as long as a render.
    """

    def __init__(
        self,
        saying: ffmpeg.Saying = lambda _: None,
        *,
        pcm: PcmStore | None = None,
        dry_run: bool = False,
        clips: Iterable[Path] = (),
        text: FinishedText | None = None,
    ) -> None:
        self._text = text
        self._clips = tuple(clips)
        self._saying = saying
        self._pcm = pcm
        self._dry_run = dry_run
        self._known: dict[Question[Any], Any] = {}
        self._frames: dict[tuple[Segment, ...], Any] = {}

    def __call__(self, question: Question[T], /) -> T:
        """Answer `question`, once per question."""
        if question not in self._known:
            self._known[question] = self._answer(question)
        return cast(T, self._known[question])

    def _answer(self, question: Question[Any]) -> object:
        match question:
            case LoudnessOf(pad, thorough):
                return self._loudness(pad, thorough=thorough)
            case SpeechIn(pad):
                return self._measured(
                    "speech",
                    _name(pad),
                    Speech,
                    lambda: speech_tool.find_speech(listening_blocks(pad, self._saying)),
                )
            case ColourOf(clock):
                return self._measured(
                    "colour",
                    _name_of(clock),
                    Colour,
                    lambda: colour_tool.measure(self._seen(clock)),
                )
            case LightUnder(clock, part):
                return self._measured(
                    "light",
                    f"{_name_of(clock)} {part}",
                    float,
                    lambda: light.light_in(self._seen(clock), part),
                )
            case FocusOf(clock):
                return self._focus(clock)
            case ShotsIn(media):
                return self._measured(
                    "shots",
                    cache.content_of(media.path),
                    tuple[Seconds, ...],
                    lambda: shots.shots_in(media, self._saying),
                )
            case WordsIn():
                return self._words(question)
            case ClockOf(path):
                return self._text.clock if self._text and self._text.path == path else None
            case BedOf(bed, seconds):
                assert self._pcm is not None  # a caller without PCM asks for no bed
                return self._pcm.bed(bed, seconds)
            case CardOf(look):
                return clip_at(cards.card_at(look, self._of), self._of)
            case _:
                return _of_a_file(question)

    @cached_property
    def _of(self) -> tuple[str, ...]:
        return tuple(cache.content_of(clip) for clip in self._clips)

    def _seen(self, clock: tuple[Segment, ...]) -> Any:
        """Decode the key frames within `clock`, once for all questions that need them."""
        if clock not in self._frames:
            self._frames[clock] = key_frames(clock, self._saying)
        return self._frames[clock]

    def _focus(self, clock: tuple[Segment, ...]) -> Focus:
        """Find the focus within `clock`; its whole length is analysed only once."""
        media, spans = clock[0].media, [segment.seen for segment in clock]
        whole = Span(spans[0].start, max(span.end for span in spans))
        seen = self._measured(
            "faces",
            f"{cache.content_of(media.path)} {whole} {SHA256}",
            Focus,
            lambda: focus.focus_of(media, whole, self._saying),
        )
        return seen.within(spans)

    def _words(self, asked: WordsIn) -> Transcript:
        contents = [cache.content_of(path) for path in model_files(asked.model)]
        name = json.dumps([_name(asked.pad), contents, asked.languages, asked.terms])
        if self._dry_run and not cache.is_known("words", _question(name)):
            return Transcript(heard=False)
        return self._measured(
            "words",
            name,
            Transcript,
            lambda: recognition.words_in(
                asked.pad, asked.model, asked.languages, asked.terms, self._saying
            ),
        )

    def _loudness(self, pad: Pad, *, thorough: bool) -> Loudness:
        """Measure loudness, or compute it where the sound differs from a known one by gain only."""
        if gain := undone_gain(pad):
            before, gain_db = gain
            known: Loudness = self(LoudnessOf(before))
            return known.raised(gain_db)
        return self._measured(
            "loudness",
            f"{_name(pad)} {thorough}",
            Loudness,
            lambda: loudness_tool.loudness_of(
                self._pcm.cheap(pad) if self._pcm else pad,
                self._saying,
                noise_floor=thorough,
                peak=thorough,
            ),
        )

    def _measured(self, subject: str, name: str, kind: type[T], measure: Callable[[], T]) -> T:
        """Answer from the disk cache, or measure and cache the answer."""
        adapter = TypeAdapter(kind)

        def answer() -> str:  # json.dumps: pydantic's own JSON turns -inf into null
            return json.dumps(adapter.dump_python(measure(), mode="json"))

        return adapter.validate_python(
            json.loads(cache.remembered(subject, _question(name), answer, self._of))
        )


def _question(name: str) -> str:
    return "\n".join((__version__, ffmpeg.version(), name))


def _of_a_file(question: Question[Any]) -> object:
    """Answer a question about a file or a model; files are read anew each time."""
    match question:
        case LutAt(path):
            return lut_tool.lut_at(path)
        case FaceAt(path):
            return fonts.face_at(path)
        case SizeOf(path):
            facts = images.image_at(path)
            return facts.width, facts.height
        case DrawingAt(path, height):
            return images.png_of(path, height)
        case MediaAt(path):
            return clip_at(path)
        case SoundAt(path):
            return sound_at(path, cache.content_of(path))
        case TextBeside(clip):
            return text_files.text_beside(clip)
        case CuesIn(path):
            return text_files.cues_at(path)
        case TextIn(path):
            return text_files.text_at(path)
        case ModelCalled(name):
            return models.model_called(name)
        case ModelAbsent(name):
            return models.is_model_absent(name)
        case ModelAdvice():
            return models.model_advice()
        case ModelsPassedOver():
            return models.default_model()[1]
        case _:
            raise TypeError(f"nobody answers {type(question).__name__}")


def _name_of(clock: tuple[Segment, ...]) -> str:
    media = clock[0].media
    return repr((cache.content_of(media.path), [segment.seen for segment in clock]))


def _name(pad: Pad) -> str:
    """Name `pad` by its graph and the bytes of its sources; changes in either change the name."""
    filters = list(filters_below((pad,)))
    number = {id(node): n for n, node in enumerate(filters)}

    def word(any_pad: Pad) -> list[object]:
        if isinstance(any_pad.node, Source):
            return [cache.content_of(any_pad.node.path), any_pad.node.options, any_pad.index]
        return [number[id(any_pad.node)], any_pad.index]

    graph = [
        [one.name, one.options, [word(input_pad) for input_pad in one.inputs]] for one in filters
    ]
    return json.dumps([graph, word(pad)])
