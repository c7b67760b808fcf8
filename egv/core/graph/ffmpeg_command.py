"""Lower pads to one ffmpeg argument list. The only module that knows ffmpeg's syntax."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
from ffmpeg.nodes import FilterableStream, FilterNode, Node

from egv.core.graph.input_guards import GUARDS, narrow_guards
from egv.core.graph.pads import Filter, Pad, Source, list_upstream_filters
from egv.core.graph.side_outputs import add_side_outputs

GRAPH = "-filter_complex"
QUOTES = 3  # characters around a word: its quotation marks and a space
SPLITTER = {"v": "split", "a": "asplit"}

# Python holds a non-UTF-8 byte of a file name as U+DC80 to U+DCFF; private use stands in for it.
STAND_INS = {surrogate: surrogate + 0x100000 for surrogate in range(0xDC80, 0xDD00)}
STOOD_FOR = {stand_in: surrogate for surrogate, stand_in in STAND_INS.items()}

MOST_CHARACTERS = 30_000  # of a line without its graph; Windows takes 32,767 with the program


@dataclass(frozen=True)
class OutputSpec:
    """One file to write: its pads, its path, and the options written before the path."""

    pads: tuple[Pad, ...]
    path: str
    options: Mapping[str, str]


def compile_command(
    pads: tuple[Pad, ...], output: str, options: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the arguments of the one ffmpeg run that renders `pads` to `output`.

    The program itself is not included; `options` are written before the output. The same pads give
    the same arguments, byte for byte.
    """
    return compile_outputs((OutputSpec(pads, output, options),))


def is_made_alike(one: Pad | None, other: Pad | None) -> bool:
    """True where two pads are made in the same way, so that one can serve for both."""
    if one is None or other is None:
        return one is other
    first, second = (compile_command((pad,), "", {}) for pad in (one, other))
    return first == second


def compile_outputs(outputs: Sequence[OutputSpec]) -> tuple[str, ...]:
    """Return the arguments of the one ffmpeg run that writes `outputs`; they share their work."""
    arguments = _lower_outputs(outputs, {})
    if measure_line(arguments) <= MOST_CHARACTERS:
        return arguments
    return _lower_outputs(outputs, _collect_decoders(outputs))


def measure_line(arguments: Sequence[str]) -> int:
    """Measure the characters of a command line of `arguments`; a graph is read from a file."""
    graphs = {at for at, word in enumerate(arguments, 1) if word == GRAPH}
    return sum(len(word) + QUOTES for at, word in enumerate(arguments) if at not in graphs)


def _collect_decoders(outputs: Sequence[OutputSpec]) -> Mapping[Source, frozenset[str]]:
    """Collect the decoders that read each source; none where one of them is not known."""
    pads = tuple(pad for output in outputs for pad in output.pads)
    read = (*pads, *(pad for node in list_upstream_filters(pads) for pad in node.inputs))
    found: dict[Source, set[str]] = {}
    for source in (pad.node for pad in read if isinstance(pad.node, Source)):
        found.setdefault(source, set()).add(source.decoder)
    return {
        source: frozenset() if "" in known else frozenset(known) for source, known in found.items()
    }


def _lower_outputs(
    outputs: Sequence[OutputSpec], decoders: Mapping[Source, frozenset[str]]
) -> tuple[str, ...]:
    """Lower `outputs` to arguments; sources in `decoders` may be read by no other decoders."""
    lowering = _Lowering(tuple(pad for output in outputs for pad in output.pads), decoders)
    written = [
        ffmpeg.output(
            *map(lowering.take_output_stream, spec.pads),
            _encode_stand_ins(spec.path),
            **spec.options,
        )
        for spec in outputs
    ]
    whole = ffmpeg.merge_outputs(*written) if len(written) > 1 else written[0]
    arguments = tuple(map(_decode_stand_ins, whole.get_args()))
    pads = tuple(pad for output in outputs for pad in output.pads)
    return add_side_outputs(arguments, _list_special_sources(pads))


def _list_special_sources(pads: tuple[Pad, ...]) -> dict[tuple[str, ...], Source]:
    """List the sources of `pads` that need side outputs, by the words that open them, sorted."""
    read = [pad.node for node in list_upstream_filters(pads) for pad in node.inputs]
    sources = [node for node in (*read, *(p.node for p in pads)) if isinstance(node, Source)]
    return {
        tuple(sorted(_list_input_words(source))): source
        for source in sources
        if source.reshaped or source.together
    }


def _list_input_words(source: Source) -> list[str]:
    """List the words that open `source`, in no particular order."""
    options = {**GUARDS, **dict(source.options)}
    words = [word for name, value in options.items() for word in (f"-{name}", value) if word]
    return [*words, "-i", format_file_url(source.path)]


def _encode_stand_ins(text: str) -> str:
    """Replace bytes in a name that are not UTF-8 by stand-ins: ffmpeg-python hashes UTF-8 only."""
    return text.translate(STAND_INS)


def _decode_stand_ins(argument: str) -> str:
    return argument.translate(STOOD_FOR)


def format_file_url(path: Path) -> str:
    """Format `path` as an absolute `file:` URL, so that dash, colon and percent are literal."""
    return f"file:{path.absolute()}"


class _SourceFilterNode(FilterNode):  # type: ignore[misc]  # ffmpeg-python has no types
    """A filter without inputs: ffmpeg-python has none, and would merge two equal ones."""

    def __init__(self, name: str, options: Mapping[str, str], number: int) -> None:
        Node.__init__(
            self, (), name, {FilterableStream}, FilterableStream, 0, 0, kwargs=dict(options)
        )
        self._number = number

    def __hash__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return self is other


class _Lowering:
    """A translation of pads to ffmpeg-python streams; a pad with several readers is split."""

    def __init__(self, pads: tuple[Pad, ...], decoders: Mapping[Source, frozenset[str]]) -> None:
        self._decoders = decoders
        filters = tuple(list_upstream_filters(pads))
        self._uses: Counter[Pad] = Counter(pad for node in filters for pad in node.inputs)
        self._uses.update(pad for pad in pads if isinstance(pad.node, Filter))
        self._outputs: Counter[Filter] = Counter(
            pad.node for pad in self._uses if isinstance(pad.node, Filter)
        )
        self._nodes: dict[Source | Filter, Any] = {}
        self._splits: dict[Pad, Any] = {}
        self._taken: Counter[Pad] = Counter()

    def take_output_stream(self, pad: Pad) -> Any:
        """Return `pad` as a stream for an output; a file's own pad needs no split for several."""
        self._build_node(pad.node)
        return (
            self._get_stream(pad) if isinstance(pad.node, Source) else self._take_reader_stream(pad)
        )

    def _take_reader_stream(self, pad: Pad) -> Any:
        """Return `pad`, whose node is built, as a stream for one more reader."""
        stream = self._get_stream(pad)
        if self._uses[pad] == 1:
            return stream
        # ffmpeg-python compares nodes without their names, so two filters that read one pad can
        # collapse into one. A separate output for each reader prevents it.
        if pad not in self._splits:
            self._splits[pad] = ffmpeg.filter_multi_output(stream, SPLITTER[pad.kind])
        self._taken[pad] += 1
        return self._splits[pad].stream(self._taken[pad] - 1)

    def _get_stream(self, pad: Pad) -> Any:
        node = self._nodes[pad.node]
        if isinstance(pad.node, Source):
            return node.stream(selector=str(pad.index))
        several = pad.index > 0 or self._outputs[pad.node] > 1
        return node.stream(pad.index) if several else node.stream()

    def _build_node(self, node: Source | Filter) -> None:
        """Build `node` and every node upstream of it that is not built yet.

        A pad is taken for its reader before the reader's next pad is built: the numbers of the
        splits depend on this order.
        """
        waiting: list[tuple[Source | Filter, list[Any]]] = [(node, [])]  # with the streams taken
        while waiting:  # a stack, as in `list_upstream_filters`: no graph is too deep for it
            node, streams = waiting[-1]
            inputs = node.inputs if isinstance(node, Filter) else ()
            if node in self._nodes:
                waiting.pop()
            elif len(streams) == len(inputs):
                self._nodes[node] = self._convert_node(node, streams)
            elif inputs[len(streams)].node in self._nodes:
                streams.append(self._take_reader_stream(inputs[len(streams)]))
            else:
                waiting.append((inputs[len(streams)].node, []))

    def _convert_node(self, node: Source | Filter, streams: list[Any]) -> Any:
        """Convert `node`, which reads `streams`, to a node of ffmpeg-python."""
        match node:
            case Source(path, options):
                words = {**narrow_guards(self._decoders.get(node, ())), **dict(options)}
                before = {name: value or None for name, value in words.items()}  # "": a flag
                return ffmpeg.input(_encode_stand_ins(format_file_url(path)), **before).node
            case Filter(name, (), options):
                return _SourceFilterNode(name, dict(options), len(self._nodes))
            case Filter(name, _, options):
                encoded = {name: _encode_stand_ins(value) for name, value in options}
                return ffmpeg.filter_multi_output(streams, name, **encoded)


def add_chapters(arguments: tuple[str, ...], chapters: Path) -> tuple[str, ...]:
    """Add chapters from an ffmetadata file to `arguments`, which write one file."""
    words = list(arguments)
    at = next(i for i, word in enumerate(words) if word in (GRAPH, "-map"))
    number = words[:at].count("-i")
    words[-1:-1] = ["-map_chapters", str(number)]
    guard = ("-protocol_whitelist", GUARDS["protocol_whitelist"])
    words[at:at] = [*guard, "-f", "ffmetadata", "-i", format_file_url(chapters)]
    return tuple(words)
