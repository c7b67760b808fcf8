"""A filter graph as an immutable expression tree. A stream fans out where nodes share a pad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

Kind = Literal["v", "a", "s"]  # video, audio, subtitles
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One `-i` input, with the options written before it. Compared by value.

    `reshaped` are sound streams whose channels or rate may change on the way: ffmpeg would rebuild
    the whole graph there, so filters receive them in one shape. `together` are streams that ffmpeg
    reads in every run: where the times of a file jump, it counts on for what it reads.
    `decoder` is ffmpeg's name of the decoder of the stream to read, where that is known.
    """

    path: Path
    options: tuple[Option, ...] = ()
    reshaped: tuple[int, ...] = ()
    together: tuple[int, ...] = ()
    decoder: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """One ffmpeg filter applied to the pads in `inputs`.

    Compared by identity: a graph shared twelve levels deep compiles in milliseconds that way,
    and in seconds with structural hashing.
    """

    name: str
    inputs: tuple[Pad, ...]
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Pad:
    """One stream leaving a node: its kind and its output number.

    `index` counts a filter's outputs; for a source it is the stream's index in the file.
    """

    node: Source | Filter
    kind: Kind
    index: int = 0


def apply_filter(pad: Pad, name: str, **options: object) -> Pad:
    """Return the output of the one-in, one-out filter `name` fed with `pad`."""
    return Pad(Filter(name, (pad,), _format_options(options)), pad.kind)


def combine_pads(pads: tuple[Pad, ...], name: str, **options: object) -> Pad:
    """Return the one output of filter `name` fed with all `pads`, in order."""
    return Pad(Filter(name, pads, _format_options(options)), pads[0].kind)


def generate_pad(kind: Kind, name: str, **options: object) -> Pad:
    """Return the output pad of the source filter `name`, which has no input."""
    return Pad(Filter(name, (), _format_options(options)), kind)


def replace_pads(pad: Pad, new: Mapping[Pad, Pad]) -> Pad:
    """Replace every upstream pad of `pad` that is named in `new`; unaffected nodes stay shared."""
    done: dict[Pad, Pad] = dict(new)

    def walk(old: Pad) -> Pad:
        if old not in done:
            node = old.node
            if isinstance(node, Filter):
                inputs = tuple(walk(upstream) for upstream in node.inputs)
                if inputs != node.inputs:
                    node = Filter(node.name, inputs, node.options)
            done[old] = Pad(node, old.kind, old.index)
        return done[old]

    return walk(pad)


def list_upstream_filters(pads: tuple[Pad, ...]) -> Iterator[Filter]:
    """Yield every distinct filter that feeds `pads`, upstream first."""
    seen: set[int] = set()
    stack: list[tuple[Pad, bool]] = [(pad, False) for pad in reversed(pads)]
    while stack:  # a stack, since a thousand cuts would pass Python's recursion limit
        pad, inputs_done = stack.pop()
        if not isinstance(pad.node, Filter) or id(pad.node) in seen:
            continue
        if inputs_done:
            seen.add(id(pad.node))
            yield pad.node
        else:
            stack.append((pad, True))
            stack.extend((upstream, False) for upstream in reversed(pad.node.inputs))


def _format_options(options: Mapping[str, object]) -> tuple[Option, ...]:
    return tuple((name, _format_option_value(value)) for name, value in options.items())


def _format_option_value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case Fraction():
            return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value)
        case _:
            return str(value)
