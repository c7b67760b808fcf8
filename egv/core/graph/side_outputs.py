"""Outputs that only steer how ffmpeg reads a file: one shape for its sound, one clock for all.

Where the channels or the rate of a sound change, ffmpeg rebuilds the graph that reads it, and
every filter in it starts again: silence is padded twice, cuts are counted from the wrong sample.
So such a sound is first brought into one shape by a graph of its own, encoded as PCM to nowhere,
and decoded again inside the same run (a loopback decoder, ffmpeg 7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from egv.core.graph.pads import Source

ONE_SHAPE = "aresample=osr=48000,aformat=sample_fmts=fltp:channel_layouts=stereo"
NOWHERE = ("-f", "null", "-")


def add_side_outputs(
    arguments: Sequence[str], special: Mapping[tuple[str, ...], Source]
) -> tuple[str, ...]:
    """Add to `arguments` what the `special` sources need, which are found by their sorted words.

    Every such sound stream that the filter graph reads is reshaped first. The same arguments are
    returned where no source is special.
    """
    words = list(arguments)
    if not special:
        return tuple(words)
    at = next(i for i, word in enumerate(words) if word in ("-filter_complex", "-map"))
    graph = words[at + 1] if words[at] == "-filter_complex" else ""
    outputs = decoders = 0
    added: list[str] = []
    for number, source in _number_sources(words[:at], special):
        for stream in source.together:
            if f"[{number}:{stream}]" in graph or f"{number}:{stream}" in words[at:]:
                continue  # it is read already, and read twice it now and then stops ffmpeg for good
            added += ["-map", f"{number}:{stream}", "-c", "copy", *NOWHERE]
            outputs += 1
        for stream in source.reshaped:
            label = f"[{number}:{stream}]"
            if label in graph:
                added += ["-map", label[1:-1], "-af", ONE_SHAPE, "-c:a", "pcm_f32le", *NOWHERE]
                added += ["-dec", f"{outputs}:0"]
                graph = graph.replace(label, f"[dec:{decoders}]")
                outputs, decoders = outputs + 1, decoders + 1
    if words[at] == "-filter_complex":
        words[at + 1] = graph
    return (*words[:at], *added, *words[at:])


def _number_sources(
    words: Sequence[str], special: Mapping[tuple[str, ...], Source]
) -> list[tuple[int, Source]]:
    """Number the `special` sources among the inputs that `words` open."""
    ends = [at + 2 for at, word in enumerate(words) if word == "-i"]
    starts = [0, *ends]
    opened = (tuple(sorted(words[a:b])) for a, b in zip(starts, ends, strict=False))
    return [(number, special[key]) for number, key in enumerate(opened) if key in special]
