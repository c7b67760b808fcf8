"""Who answers which question: one `match` from question to tool; answers are remembered."""

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
    """Answers steps' questions about one clip, each at most once for the same content.

    What is kept of the answers is kept as what tells something of `clips`. `text` is what somebody
    wrote for them on the clock of a finished video.
    Of a dry run everything is answered but what is said: recognition takes as long as a render.
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
        """The fact that `question` stands for."""
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
                assert self._pcm is not None  # what is only looked at has no bed
                return self._pcm.bed(bed, seconds)
            case CardOf(look):
                return clip_at(cards.card_at(look, self._of), self._of)
            case _:
                return _of_a_file(question)

    @cached_property
    def _of(self) -> tuple[str, ...]:
        return tuple(cache.content_of(clip) for clip in self._clips)

    def _seen(self, clock: tuple[Segment, ...]) -> Any:
        """The key frames within `clock`, decoded once for all who look at them."""
        if clock not in self._frames:
            self._frames[clock] = key_frames(clock, self._saying)
        return self._frames[clock]

    def _focus(self, clock: tuple[Segment, ...]) -> Focus:
        """What is seen in `clock`, looked for from its first moment to its last, once for all."""
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
        """Measured, or worked out where the sound differs from another by a gain alone."""
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
        """A slow answer: from the cache on disk where this very question was answered before."""
        adapter = TypeAdapter(kind)

        def answer() -> str:  # json, since pydantic's own writes -inf as null
            return json.dumps(adapter.dump_python(measure(), mode="json"))

        return adapter.validate_python(
            json.loads(cache.remembered(subject, _question(name), answer, self._of))
        )


def _question(name: str) -> str:
    return "\n".join((__version__, ffmpeg.version(), name))


def _of_a_file(question: Question[Any]) -> object:
    """What stands in a file, or where one is: read anew each time."""
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
    """`pad` in words that change when its graph or the bytes of any of its sources change."""
    filters = list(filters_below((pad,)))
    number = {id(each): n for n, each in enumerate(filters)}

    def word(each: Pad) -> list[object]:
        if isinstance(each.node, Source):
            return [cache.content_of(each.node.path), each.node.options, each.index]
        return [number[id(each.node)], each.index]

    graph = [[one.name, one.options, [word(each) for each in one.inputs]] for one in filters]
    return json.dumps([graph, word(pad)])
