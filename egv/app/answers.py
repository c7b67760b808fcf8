"""Who answers which question: one `match` from question to tool; answers are remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from egv import __version__
from egv.core.ask import ColourOf, LoudnessOf, LutAt, Question, SpeechIn
from egv.core.colour import Colour
from egv.core.graph import Pad, Source, filters_below
from egv.core.loudness import Loudness, undone_gain
from egv.core.speech import Speech
from egv.tools import cache, ffmpeg
from egv.tools import colour as colour_tool
from egv.tools import loudness as loudness_tool
from egv.tools import lut as lut_tool
from egv.tools import speech as speech_tool
from egv.tools.keyframes import key_frames
from egv.tools.samples import listening_blocks

T = TypeVar("T")


class Answers:
    """Answers steps' questions about one clip, each at most once for the same content."""

    def __init__(self, saying: ffmpeg.Saying = lambda _: None) -> None:
        self._saying = saying
        self._known: dict[Question[Any], Any] = {}

    def __call__(self, question: Question[T], /) -> T:
        """The fact that `question` stands for."""
        if question not in self._known:
            self._known[question] = self._answer(question)
        return cast(T, self._known[question])

    def _answer(self, question: Question[Any]) -> object:
        match question:
            case LoudnessOf(pad):
                return self._loudness(pad)
            case SpeechIn(pad):
                return self._measured(
                    "speech",
                    _name(pad),
                    Speech,
                    lambda: speech_tool.find_speech(listening_blocks(pad, self._saying)),
                )
            case ColourOf(clock):
                media = clock[0].media
                name = repr((cache.content_of(media.path), [s.span for s in clock]))
                return self._measured(
                    "colour",
                    name,
                    Colour,
                    lambda: colour_tool.measure(key_frames(clock, self._saying)),
                )
            case LutAt(path):
                return lut_tool.lut_at(path)
            case _:
                raise TypeError(f"nobody answers {type(question).__name__}")

    def _loudness(self, pad: Pad) -> Loudness:
        """Measured, or worked out where the sound differs from another by a gain alone."""
        if gain := undone_gain(pad):
            before, gain_db = gain
            known: Loudness = self(LoudnessOf(before))
            return known.raised(gain_db)
        return self._measured(
            "loudness", _name(pad), Loudness, lambda: loudness_tool.loudness_of(pad, self._saying)
        )

    def _measured(self, subject: str, name: str, kind: type[T], measure: Callable[[], T]) -> T:
        """A slow answer: from the cache on disk where this very question was answered before."""
        adapter = TypeAdapter(kind)
        question = "\n".join((__version__, ffmpeg.version(), name))

        def answer() -> str:  # json, since pydantic's own writes -inf as null
            return json.dumps(adapter.dump_python(measure(), mode="json"))

        return adapter.validate_python(json.loads(cache.remembered(subject, question, answer)))


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
