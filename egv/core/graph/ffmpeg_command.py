"""Lower pads to one ffmpeg argument list. The only module that knows ffmpeg's syntax."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg
from ffmpeg.nodes import FilterableStream, FilterNode, Node

from egv.core.graph.pads import Filter, Pad, Source, list_upstream_filters

SPLITTER = {"v": "split", "a": "asplit"}

# Python holds a non-UTF-8 byte of a file name as U+DC80 to U+DCFF; private use stands in for it.
STAND_INS = {surrogate: surrogate + 0x100000 for surrogate in range(0xDC80, 0xDD00)}
STOOD_FOR = {stand_in: surrogate for surrogate, stand_in in STAND_INS.items()}

# A clip may be a playlist in disguise, or name a codec that only attackers use. So ffmpeg is told,
# before every input, which containers it may open and which decoders it may start, and that it may
# open nothing else from inside the clip.
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,dv,flv,asf,ogg,wav,w64,aiff,"
    "caf,au,flac,mp3,aac,mxf,srt"
)
CODECS = (  # decoders for the formats of phones, cameras, webcams, screen recorders and editors
    "h264,hevc,av1,libdav1d,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,apv,"
    "mpeg1video,mpeg2video,mpeg4,h263,mjpeg,dvvideo,"
    "prores,prores_raw,dnxhd,cfhd,ffv1,ffvhuff,huffyuv,utvideo,qtrle,png,rawvideo,v210,"
    "wmv1,wmv2,wmv3,vc1,msmpeg4v2,msmpeg4,flv,theora,"
    "aac,aac_latm,mp1float,mp2,mp2float,mp3,mp3float,ac3,eac3,dca,opus,libopus,vorbis,libvorbis,"
    "flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,"
    "pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,"
    "pcm_f32be,pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw,pcm_dvd,pcm_bluray,"
    "adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,speex,nellymoser,"
    "mov_text,subrip,srt,webvtt,ass,ssa,text"
)
MAX_PIXELS = 70_000_000
GUARDS = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": FORMATS,
    "codec_whitelist": CODECS,
    "max_pixels": str(MAX_PIXELS),
}


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


def compile_outputs(outputs: Sequence[OutputSpec]) -> tuple[str, ...]:
    """Return the arguments of the one ffmpeg run that writes `outputs`; they share their work."""
    lowering = _Lowering(tuple(pad for output in outputs for pad in output.pads))
    written = [
        ffmpeg.output(
            *map(lowering.take_output_stream, spec.pads),
            _encode_stand_ins(spec.path),
            **spec.options,
        )
        for spec in outputs
    ]
    whole = ffmpeg.merge_outputs(*written) if len(written) > 1 else written[0]
    return tuple(map(_decode_stand_ins, whole.get_args()))


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

    def __init__(self, pads: tuple[Pad, ...]) -> None:
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
                words = {**GUARDS, **dict(options)}
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
    at = next(i for i, word in enumerate(words) if word in ("-filter_complex", "-map"))
    number = words[:at].count("-i")
    words[-1:-1] = ["-map_chapters", str(number)]
    guard = ("-protocol_whitelist", GUARDS["protocol_whitelist"])
    words[at:at] = [*guard, "-f", "ffmetadata", "-i", format_file_url(chapters)]
    return tuple(words)
