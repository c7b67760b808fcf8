"""Answers to the questions of steps: one `match` from question to tool; answers are cached."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import TypeAdapter

from egv import __version__
from egv.app.records.known_files import KnownFiles
from egv.app.records.progress import Stage
from egv.app.render.pcm_cache import PcmCache
from egv.core.cues.edited_transcript import build_placed_cues
from egv.core.cues.transcript import Transcript
from egv.core.graph.pads import Pad, Source, list_upstream_filters
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import Focus
from egv.core.picture.colour_stats import ColourStats
from egv.core.programme.edit import Segment
from egv.core.programme.finished_clock import FinishedText
from egv.core.programme.questions import (
    BestFrameOf,
    CardClipOf,
    CleanedSoundOf,
    ColourOf,
    CuesIn,
    FinishedClockOf,
    FocusOf,
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    LoudnessOf,
    LutAt,
    MediaAt,
    MusicBedOf,
    PngOfImage,
    Question,
    ShotsIn,
    SidecarTextOf,
    SidesOf,
    SkippedModelReasons,
    SoundAt,
    SpeechIn,
    SpeechModelAbsence,
    SpeechModelAdvice,
    SpeechModelFiles,
    SpeechModelPath,
    TextIn,
    TextNotesOf,
    TracksIn,
    WordsIn,
)
from egv.core.sound.loudness import Loudness, undo_gain
from egv.core.sound.noise import CleanedSound
from egv.core.sound.sides import Sides
from egv.core.sound.speech_spans import Speech
from egv.core.sound.track_choice import TrackContent
from egv.tools.clips.clip_cache import load_clip
from egv.tools.clips.probe_sound import probe_sound
from egv.tools.draw import cards, fonts, images, lut
from egv.tools.draw.card_photo import encode_photo
from egv.tools.ffmpeg import runner
from egv.tools.ffmpeg.context import NO_CONTEXT, RenderContext
from egv.tools.ffmpeg.samples import SIDES, decode_speech_samples, decode_stereo_samples
from egv.tools.library import subtitle_files
from egv.tools.measure import (
    colour,
    focus,
    light,
    loudness,
    recognition,
    shots,
    sides,
    speech,
    tracks,
)
from egv.tools.measure.face_detector import SHA256
from egv.tools.measure.keyframes import choose_best_frame, sample_key_frames
from egv.tools.models import installed
from egv.tools.models.check import list_model_files
from egv.tools.store import cache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

T = TypeVar("T")


class Answers:
    """Answer the questions of steps about one clip, each at most once for the same content.

    Cached answers are indexed under `clips` so that `purge` finds them. `text` is what somebody
    wrote for the subtitles on the clock of a finished video. In a dry run speech recognition is
    skipped: it takes as long as a render.
    """

    def __init__(
        self,
        context: RenderContext = NO_CONTEXT,
        *,
        pcm: PcmCache | None = None,
        dry_run: bool = False,
        clips: Iterable[Path] = (),
        text: FinishedText | None = None,
    ) -> None:
        self._text = text
        self._clips = tuple(clips)
        self._context = context
        self._pcm = pcm
        self._dry_run = dry_run
        self._known: dict[Question[Any], object] = {}
        self._frames: dict[tuple[Segment, ...], list[NDArray[np.uint8]]] = {}

    def with_context(self, context: RenderContext) -> Answers:
        """Return these answers for work in `context`; what is known is shared."""
        other = copy(self)
        other._context = context
        return other

    def __call__(self, question: Question[T], /) -> T:
        """Answer `question`, once per question."""
        if question not in self._known:
            self._known[question] = self._answer_question(question)
        return cast("T", self._known[question])

    def _answer_question(self, question: Question[Any]) -> object:
        match question:
            case LoudnessOf() | SpeechIn() | SidesOf() | TracksIn() | CleanedSoundOf():
                return self._listen_to_sound(question)
            case WordsIn():
                return self._recognise_words(question)
            case FinishedClockOf(path):
                return self._text.clock if self._text and self._text.path == path else None
            case CuesIn(path) if self._text and self._text.placed and self._text.path == path:
                text = subtitle_files.read_text_file(path)
                return build_placed_cues(text, self._text.placed)
            case MusicBedOf(bed, seconds) if self._pcm:
                return self._pcm.cache_bed(bed, seconds, self._context)
            case CardClipOf(look):
                return load_clip(cards.make_card(look, self._clip_contents), self._clip_contents)
            case ColourOf() | LightUnder() | FocusOf() | ShotsIn() | BestFrameOf():
                return self._measure_picture(question)
            case _:
                return _answer_from_file(question)

    def _listen_to_sound(
        self, question: LoudnessOf | SpeechIn | SidesOf | TracksIn | CleanedSoundOf
    ) -> object:
        match question:
            case LoudnessOf(pad, thorough):
                return self._measure_loudness(pad, thorough=thorough)
            case SpeechIn(pad):
                return self._find_speech(pad)
            case SidesOf(pad):
                return self._measure_sides(pad)
            case TracksIn():
                return self._measure_tracks(question)
            case CleanedSoundOf():
                return self._clean_sound(question)

    def _measure_picture(
        self, question: ColourOf | LightUnder | FocusOf | ShotsIn | BestFrameOf
    ) -> object:
        match question:
            case BestFrameOf(clock):
                return self._recall_answer(
                    "photo",
                    _compute_clock_name(clock),
                    str,
                    lambda: encode_photo(choose_best_frame(self._sample_key_frames(clock))),
                )
            case ColourOf(clock):
                return self._recall_answer(
                    "colour",
                    f"{_compute_clock_name(clock)} {colour.MEASURE}",
                    ColourStats,
                    lambda: colour.measure_colour(self._sample_key_frames(clock)),
                )
            case LightUnder(clock, part):
                return self._recall_answer(
                    "light",
                    f"{_compute_clock_name(clock)} {part}",
                    float,
                    lambda: light.measure_light(self._sample_key_frames(clock), part),
                )
            case FocusOf(clock):
                return self._find_focus(clock)
            case ShotsIn(media):
                return self._recall_answer(
                    "shots",
                    cache.hash_content(media.path),
                    tuple[Seconds, ...],
                    lambda: shots.find_shots(media, self._context),
                )

    def _find_speech(self, pad: Pad) -> Speech:
        return self._recall_answer(
            "speech",
            f"{_compute_pad_name(pad)} {SIDES}",
            Speech,
            lambda: speech.find_speech(decode_speech_samples(pad, self._context)),
        )

    def _measure_sides(self, pad: Pad) -> Sides:
        return self._recall_answer(
            "sides",
            _compute_pad_name(pad),
            Sides,
            lambda: sides.measure_sides(decode_stereo_samples(pad, self._context)()),
        )

    def _measure_tracks(self, question: TracksIn) -> tuple[TrackContent, ...]:
        clip, streams = question.clip, question.streams
        return self._recall_answer(
            "tracks",
            f"{cache.hash_content(clip.path)} {streams}",
            tuple[TrackContent, ...],
            lambda: tracks.measure_tracks(clip, streams, self._context),
        )

    @cached_property
    def _clip_contents(self) -> tuple[str, ...]:
        return tuple(cache.hash_content(clip) for clip in self._clips)

    def _sample_key_frames(self, clock: tuple[Segment, ...]) -> list[NDArray[np.uint8]]:
        """Decode the key frames within `clock`, once for all questions that need them."""
        if clock not in self._frames:
            self._frames[clock] = sample_key_frames(clock, self._context)
        return self._frames[clock]

    def _find_focus(self, clock: tuple[Segment, ...]) -> Focus:
        """Find the focus within `clock`; its whole length is analysed only once."""
        media, spans = clock[0].media, [segment.seen_span for segment in clock]
        whole = Span(spans[0].start, max(span.end for span in spans))
        seen = self._recall_answer(
            "faces",
            f"{cache.hash_content(media.path)} {whole} {SHA256}",
            Focus,
            lambda: focus.find_focus(media, whole, self._context),
        )
        return seen.keep_spans(spans)

    def _recognise_words(self, question: WordsIn) -> Transcript:
        contents = [cache.hash_content(path) for path in list_model_files(question.model)]
        name = json.dumps(
            [_compute_pad_name(question.pad), contents, question.languages, question.terms, SIDES]
        )
        if self._dry_run and not cache.is_answer_known("words", _format_question(name)):
            return Transcript(heard=False)
        return self._recall_answer(
            "words",
            name,
            Transcript,
            lambda: recognition.recognise_words(question, self._context, self._show_listening),
        )

    def _show_listening(self, heard: float | None) -> None:
        """Report the fraction of the sound that was listened to; None while the model is loaded."""
        stage = Stage.LOADING if heard is None else Stage.LISTENING
        self._context.on_stage(stage, heard or 0.0)

    def _measure_loudness(self, pad: Pad, *, thorough: bool) -> Loudness:
        """Measure loudness, or compute it where the sound differs from a known one by gain only."""
        if gain := undo_gain(pad):
            before, gain_db = gain
            known: Loudness = self(LoudnessOf(before))
            return known.with_gain(gain_db)
        return self._recall_answer(
            "loudness",
            f"{_compute_pad_name(pad)} {thorough}",
            Loudness,
            lambda: loudness.measure_loudness(
                self._pcm.cache_sound(pad, self._context) if self._pcm else pad,
                self._context,
                noise_floor=thorough,
                peak=thorough,
            ),
        )

    def _clean_sound(self, question: CleanedSoundOf) -> CleanedSound:
        """Take the noise out, into the folder of the clip; in a dry run nothing is done."""
        if self._dry_run or self._pcm is None:
            return CleanedSound()
        known = self(LoudnessOf(question.pad))
        return self._pcm.clean_sound(
            question.pad, known.integrated_lufs, question.goal, self._context
        )

    def _recall_answer(self, subject: str, name: str, kind: type[T], measure: Callable[[], T]) -> T:
        """Answer from the disk cache, or measure and cache the answer."""
        adapter = TypeAdapter(kind)

        def answer() -> str:  # json.dumps: pydantic's own JSON turns -inf into null
            return json.dumps(adapter.dump_python(measure(), mode="json"))

        return adapter.validate_python(
            json.loads(
                cache.recall_or_answer(subject, _format_question(name), answer, self._clip_contents)
            )
        )


def _format_question(name: str) -> str:
    return "\n".join((__version__, runner.read_version(), name))


def _answer_from_file(question: Question[Any]) -> object:
    """Answer a question about a file or a model; files are read anew each time."""
    match question:
        case LutAt(path):
            return lut.load_lut(path)
        case FontFaceAt(path):
            return fonts.load_font_face(path)
        case ImageSizeOf(path):
            facts = images.load_image_facts(path)
            return facts.width, facts.height
        case PngOfImage(path, height):
            return images.rasterise_image(path, height)
        case MediaAt(path):
            return load_clip(path)
        case SoundAt(path):
            return probe_sound(path, cache.hash_content(path))
        case SidecarTextOf() | TextNotesOf() | CuesIn() | TextIn():
            return _answer_from_text(question)
        case _:
            return _answer_about_models(question)


def _answer_from_text(question: SidecarTextOf | TextNotesOf | CuesIn | TextIn) -> object:
    """Answer a question about the file of a text."""
    match question:
        case SidecarTextOf(clip, languages):
            return _find_foreign_text(clip, languages)
        case TextNotesOf(path, is_script):
            return subtitle_files.list_text_notes(path, is_script=is_script)
        case CuesIn(path):
            return subtitle_files.load_cues(path)
        case TextIn(path):
            return subtitle_files.read_text_file(path)


def _find_foreign_text(clip: Path, languages: tuple[str, ...]) -> Path | None:
    """Find the text beside `clip`; one named by its language must not be a sidecar of egv."""
    known = KnownFiles()
    exact = subtitle_files.list_text_file_names(clip)
    for path in subtitle_files.list_clip_text_files(clip, languages):
        if path in exact or path not in known:
            return path
    return None


def _answer_about_models(question: Question[Any]) -> object:
    match question:
        case SpeechModelPath(name):
            return installed.find_model_folder(name)
        case SpeechModelFiles(name):
            folder = installed.find_model_folder(name)
            return list_model_files(folder) if folder else ()
        case SpeechModelAbsence(name):
            return installed.is_model_absent(name)
        case SpeechModelAdvice():
            return installed.describe_missing_model()
        case SkippedModelReasons():
            return installed.choose_default_model()[1]
        case _:
            raise TypeError(f"nobody answers {type(question).__name__}")


def _compute_clock_name(clock: tuple[Segment, ...]) -> str:
    media = clock[0].media
    return repr((cache.hash_content(media.path), [segment.seen_span for segment in clock]))


def _compute_pad_name(pad: Pad) -> str:
    """Name `pad` by its graph and the bytes of its sources; changes in either change the name."""
    filters = list(list_upstream_filters((pad,)))
    number = {id(node): n for n, node in enumerate(filters)}

    def word(any_pad: Pad) -> list[object]:
        if isinstance(any_pad.node, Source):
            return [cache.hash_content(any_pad.node.path), any_pad.node.options, any_pad.index]
        return [number[id(any_pad.node)], any_pad.index]

    graph = [
        [node.name, node.options, [word(input_pad) for input_pad in node.inputs]]
        for node in filters
    ]
    return json.dumps([graph, word(pad)])
