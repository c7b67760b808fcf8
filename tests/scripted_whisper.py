"""A speech model that says what it is told: hand-set weights, nothing trained and nothing fetched.

One layer and one head of one-hot positions. Greedy and beam decoding emit the given words, language
detection gives the given language, and the alignment puts each word at its time. It says the same
in every window of 30 s.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

Line = tuple[float, float, str]  # from, to (s), and what is said

HOP_S = 0.02
POSITIONS, TEXT_POSITIONS = 1500, 448


def build(
    folder: Path,
    lines: Sequence[Line],
    *,
    language: str = "nl",
    chance: float = 0.97,
    no_speech: float | None = None,
    told: str = "",
    bands: int = 80,
) -> Path:
    """A model in `folder` that says `lines`, in `language` with `chance`, once it is `told` that.

    What it is told comes before, so a model that is told anything else says nothing of use. It
    takes sound in so many `bands` of mel.
    """
    from ctranslate2.specs import whisper_spec
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    folder.mkdir(parents=True, exist_ok=True)
    languages = list(_LANGUAGE_CODES)[:99]
    tokenizer, tokens = _tokenizer([text for _, _, text in lines], languages)
    number = {token: at for at, token in enumerate(tokens)}
    sequence: list[int] = []
    count = 0
    for start, end, text in lines:
        spoken = tokenizer.encode(f" {text}", add_special_tokens=False).ids
        sequence += [number[f"<|{start:.2f}|>"], *spoken, number[f"<|{end:.2f}|>"]]
        count += len(spoken)
    sequence.append(number["<|endoftext|>"])
    prompt = len(tokenizer.encode(f" {told}").ids) + 1 if told else 0
    width = -(-(len(sequence) + prompt + 7) // 8) * 8
    spec = whisper_spec.WhisperSpec(1, 1, 1, 1)
    frames = _frames(tokenizer, lines)
    _set_encoder(spec.encoder, width, frames, count, bands)
    _set_decoder(spec.decoder, width, len(tokens))
    weights = _zeros(len(tokens), width)
    for at, token in enumerate(sequence):
        weights[token, 2 + prompt + at] = 40 / np.sqrt(width)
    if no_speech is not None:
        odds = np.log(len(tokens)) + np.log(no_speech / (1 - no_speech)) + 3
        weights[number["<|nospeech|>"], 0] = odds / np.sqrt(width)
    odds = np.log(chance / (1 - chance) * (len(languages) - 1))
    weights[number[f"<|{language}|>"], 0] = odds / np.sqrt(width)
    spec.decoder.projection.weight, spec.decoder.projection.bias = weights, _zeros(len(tokens))
    spec.register_vocabulary(tokens)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [number["<|endoftext|>"]]
    spec.config.lang_ids = [number[f"<|{each}|>"] for each in languages]
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    spec.optimize(None)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _zeros(*shape: int) -> Any:
    return np.zeros(shape, np.float32)


def _letters() -> list[str]:
    """The 256 bytes as GPT-2 writes them: printable ones as they are, the others further on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    other = [byte for byte in range(256) if byte not in plain]
    mapped = {byte: byte for byte in plain} | {byte: 256 + n for n, byte in enumerate(other)}
    return [chr(mapped[byte]) for byte in range(256)]


def _tokenizer(texts: Sequence[str], languages: Sequence[str]) -> tuple[Any, list[str]]:
    """A tokenizer with one token for each word, and all tokens in the order of their numbers."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = _letters()
    merges = [("Ġ", "-"), ("Ġ", "'")]  # without them a plain space would be suppressed
    vocabulary = {letter: n for n, letter in enumerate(sorted(letters))}
    for one, other in merges:
        vocabulary.setdefault(one + other, len(vocabulary))
    for word in sorted({word for text in texts for word in text.split()}):
        pieces = [letters[byte] for byte in f" {word}".encode()]
        grown = pieces[0]
        for piece in pieces[1:]:
            if (grown, piece) not in merges:
                merges.append((grown, piece))
            grown += piece
            vocabulary.setdefault(grown, len(vocabulary))
    vocabulary.setdefault("", len(vocabulary))  # what makes it multilingual
    special = [
        "<|endoftext|>", "<|startoftranscript|>", *(f"<|{each}|>" for each in languages),
        "<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>",
        "<|notimestamps|>",
    ]  # fmt: skip
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    stamps = [f"<|{at * HOP_S:.2f}|>" for at in range(POSITIONS + 1)]
    ordered = sorted(vocabulary, key=lambda token: vocabulary[token])
    return tokenizer, [*ordered, *special, *stamps]


def _frames(tokenizer: Any, lines: Sequence[Line]) -> Any:
    """The frame (20 ms) each token begins on, and the end."""
    begins: list[float] = []
    for start, end, text in lines:
        count = len(tokenizer.encode(f" {text}", add_special_tokens=False).ids)
        begins += list(np.linspace(start / HOP_S, end / HOP_S, count, endpoint=False))
    return np.array([*begins, lines[-1][1] / HOP_S])


def _set_encoder(encoder: Any, width: int, frames: Any, count: int, bands: int) -> None:
    """Nothing but positions: each frame points at the token that is said in it."""
    encoder.conv1.weight, encoder.conv1.bias = _zeros(width, bands, 3), _zeros(width)
    encoder.conv2.weight, encoder.conv2.bias = _zeros(width, width, 3), _zeros(width)
    _norm(encoder.layer_norm, width)
    positions = _zeros(POSITIONS, width)
    for frame in range(POSITIONS):
        token = int(np.clip(np.searchsorted(frames, frame, side="right") - 1, 0, count))
        positions[frame, min(3 + token, width - 1)] = 1
    encoder.position_encodings.encodings = positions
    _set_layer(encoder.layer[0], width)


def _set_decoder(decoder: Any, width: int, tokens: int) -> None:
    decoder.embeddings.weight, decoder.scale_embeddings = _zeros(tokens, width), False
    positions = _zeros(TEXT_POSITIONS, width)
    for at in range(TEXT_POSITIONS):
        positions[at, min(at, width - 1)] = 1
    decoder.position_encodings.encodings = positions
    _norm(decoder.layer_norm, width)
    layer = decoder.layer[0]
    _set_layer(layer, width)
    _norm(layer.attention.layer_norm, width)
    for part, rows in zip(layer.attention.linear, (width, 2 * width, width), strict=False):
        _linear(part, rows, width)
    eye = np.eye(width, dtype=np.float32)
    layer.attention.linear[0].weight = eye * 6
    layer.attention.linear[1].weight = np.concatenate([eye, _zeros(width, width)])


def _set_layer(layer: Any, width: int) -> None:
    _norm(layer.self_attention.layer_norm, width)
    _linear(layer.self_attention.linear[0], 3 * width, width)
    _linear(layer.self_attention.linear[1], width, width)
    _norm(layer.ffn.layer_norm, width)
    _linear(layer.ffn.linear_0, 4, width)
    _linear(layer.ffn.linear_1, width, 4)


def _norm(norm: Any, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), _zeros(width)


def _linear(linear: Any, rows: int, columns: int) -> None:
    linear.weight, linear.bias = _zeros(rows, columns), _zeros(rows)
