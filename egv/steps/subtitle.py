"""Subtitles: from a file, from the text that was spoken, or by recognising the speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, model_validator

from egv.core.alignment import aligned
from egv.core.ask import Ask, CuesIn, ModelCalled, SpeechIn, TextBeside, TextIn, WordsIn
from egv.core.edit import Edit, kept_cues, kept_spans, kept_words
from egv.core.errors import EnvironmentFault
from egv.core.graph import Pad
from egv.core.kit import USUAL
from egv.core.languages import LANGUAGES, language_code, language_name
from egv.core.layers import Subtitles
from egv.core.media import Cue, Word
from egv.core.script import placed
from egv.core.sentences import cues_of, sentences
from egv.core.splice import sound_spliced
from egv.core.step import Step, from_kit, option
from egv.core.timing import Seconds, Span, frame_at
from egv.core.transcript import Passage, Transcript, believed

SCRIPT = ".txt"
STRAYED = Seconds(15, 100)  # a word may be heard this far outside of speech before it is moved


class Subtitle(Step):
    """Subtitle what is said, in the kit's style: in the picture, and as files beside the video."""

    name: ClassVar[str] = "subtitle"
    aliases: ClassVar[tuple[str, ...]] = ("subtitles",)
    example: ClassVar[str] = "egv subtitle clip.mov --script spoken.txt"

    source: Path | None = option(None, alias="from", help="Subtitle file: .srt, .vtt or .ass.")
    script: Path | None = option(None, help="Text that was spoken; each sentence is placed.")
    model: str | None = option(
        None,
        metavar="NAME|DIR",
        help="Speech model to recognise words with; else the best present.",
    )
    language: tuple[Annotated[str, AfterValidator(language_code)], ...] | None = from_kit(
        "spoken", USUAL, metavar="LANG", help="Language that is spoken, or that may be: nl, Dutch."
    )
    burn: bool | None = from_kit("subtitles.burn", True, help="Draw them into the picture.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if self.source and (self.script or self.model):
            other = "--script" if self.script else "--model"
            raise ValueError(f"--from and {other} say it twice over; keep one of them")
        return self

    def files(self) -> tuple[Path, ...]:
        """The subtitle file or the script."""
        return tuple(path for path in (self.source, self.script) if path)

    def check(self, edit: Edit, ask: Ask) -> None:
        """Stop before any work where somebody speaks and nothing can say what."""
        if self._file(edit, ask) or edit.sound is None or ask(ModelCalled(self.model)):
            return
        if ask(SpeechIn(edit.sound)).spans:
            clip = edit.clock[0].media.path
            raise EnvironmentFault(
                f"{clip.name}: there is speech, and neither its text nor a speech model; put"
                f" {clip.stem}.srt or {clip.stem}.txt beside the clip, or give one with --from or"
                " --script, or a model with --model",
                hint="leave subtitles out with --skip subtitle",
            )

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """The edit with cues for what is said, drawn into the picture if wanted."""
        path = self._file(edit, ask)
        if path is None:
            return self._recognised(edit, ask)
        language = self._only_language or _language_in(path)
        if path.suffix.lower() == SCRIPT or path == self.script:
            return self._read_aloud(edit, path, language, ask)
        cues = kept_cues(ask(CuesIn(path)), edit.own_spans)
        if not cues:
            return edit.with_note(f"subtitle: nothing in {path.name} falls within the video")
        said = f"{_count(cues)} from {path.name}"
        return self._with(edit, cues, language, said, "file", given=True)

    @property
    def _only_language(self) -> str:
        """The language that is spoken, where there is no choice."""
        return self.language[0] if self.language and len(self.language) == 1 else ""

    def _file(self, edit: Edit, ask: Ask) -> Path | None:
        """The file that says what is spoken: named, or beside the clip when no model was named."""
        named = self.source or self.script
        if named or self.model:
            return named
        return ask(TextBeside(edit.clock[0].media.path))

    def _read_aloud(self, edit: Edit, path: Path, language: str, ask: Ask) -> Edit:
        speech = _speech(edit, ask)
        if not speech:
            return edit.with_note("subtitle: nobody speaks, so there is nothing to subtitle")
        text = ask(TextIn(path))
        if not sentences(text):
            return edit.with_note(f"subtitle: {path.name} is empty, so there are no subtitles")
        model = ask(ModelCalled(self.model))
        if model and (heard := self._words(edit, model, ask)):
            found = aligned(text, within_speech(heard, speech), speech)
            for difference in found.differences:
                edit = edit.with_note(f"subtitle: {difference}")
            said = f"{_count(found.cues)} from {path.name}, placed by the words {model.name} hears"
            return self._with(edit, found.cues, language, said, "script and recognition")
        cues = placed(text, speech)
        said = f"{_count(cues)} from {path.name}, placed by voice"
        return self._with(edit, cues, language, said, "script")

    def _recognised(self, edit: Edit, ask: Ask) -> Edit:
        """Cues of what a model hears, in the stretch of the clip that is kept."""
        speech = _speech(edit, ask)
        if not speech:
            return edit.with_note("subtitle: nobody speaks, so there is nothing to subtitle")
        model = ask(ModelCalled(self.model))
        assert model is not None
        transcript = self._heard(edit, model, ask)
        if not transcript.heard:
            said = f"speech is recognised with {model.name} when the video is made"
            return self._with(edit, (), self._only_language, said, "recognition")
        found = believed(transcript.passages, speech)
        for words in found.left_out:
            edit = edit.with_note(f"subtitle: left out {words}")
        cues = cues_of(within_speech(found.words, speech))
        if not cues:
            return edit.with_note("subtitle: no word was recognised, so there are no subtitles")
        name = language_name(transcript.language)
        said = f"{_count(cues)} recognised with {model.name} ({name})"
        return self._with(edit, cues, transcript.language, said, "recognition")

    def _heard(self, edit: Edit, model: Path, ask: Ask) -> Transcript:
        """What `model` hears in what is kept, on the programme's clock."""
        sound, start = _stretch(edit)
        assert self.language is not None
        transcript = ask(WordsIn(sound, model, self.language))
        return replace(transcript, passages=_kept_passages(transcript.passages, start, edit))

    def _words(self, edit: Edit, model: Path, ask: Ask) -> tuple[Word, ...]:
        """Every word that `model` hears, believed or not: the script says which were spoken."""
        passages = self._heard(edit, model, ask).passages
        return tuple(word for passage in passages for word in passage.words)

    def _with(
        self,
        edit: Edit,
        cues: Sequence[Cue],
        language: str,
        said: str,
        method: str,
        *,
        given: bool = False,
    ) -> Edit:
        edit = edit.with_cues(cues, language, given=given)
        if self.burn:
            edit = edit.with_layer(Subtitles())
        else:
            said += ", beside the video only"
        return edit.with_why(self.name, said, cues=len(cues), method=method, burned=bool(self.burn))


def _kept_passages(passages: Sequence[Passage], start: Seconds, edit: Edit) -> tuple[Passage, ...]:
    """`passages`, heard from `start` of the clip on, on the programme's clock."""
    kept = []
    for passage in passages:
        words = [Word(word.span.shifted(start), word.text) for word in passage.words]
        if left := kept_words(words, edit.own_spans):
            kept.append(replace(passage, words=left))
    return tuple(kept)


def within_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """`words` with what strays into silence taken back to the speech that it belongs to.

    A model gives the first word after a pause the silence before it, sometimes seconds.
    """
    moved = []
    for word in words:
        own = [span for span in speech if span.overlap(word.span)]
        if own:
            longest = max(own, key=lambda span: _shared(span, word.span))
            start = max(word.span.start, longest.start - STRAYED)
            end = min(word.span.end, longest.end + STRAYED)
            word = Word(Span(start, end), word.text)
        moved.append(word)
    return tuple(moved)


def _shared(span: Span, other: Span) -> Seconds:
    both = span.overlap(other)
    return both.duration if both else Seconds(0)


def _speech(edit: Edit, ask: Ask) -> tuple[Span, ...]:
    """Where anybody speaks in what is kept, on the programme's clock."""
    if edit.conformed_sound is None:
        return ()
    return kept_spans(ask(SpeechIn(edit.conformed_sound)).spans, edit.own_spans)


def _stretch(edit: Edit) -> tuple[Pad, Seconds]:
    """The clip's own sound from the first to the last moment that is kept, and where it begins.

    In one piece: a seam in the middle of a sentence would be heard as another word.
    """
    sound, rate = edit.conformed_sound, edit.canvas.frame_rate
    assert sound is not None
    spans = edit.own_spans
    first, end = frame_at(spans[0].start, rate), frame_at(spans[-1].end, rate)
    whole = frame_at(edit.clock[0].media.duration, rate)
    if (first, end) == (0, whole):
        return sound, Seconds(0)
    return sound_spliced(sound, [(first, end)], whole, rate), spans[0].start


def _language_in(path: Path) -> str:
    """The language that a file's name ends in, as in `clip.nl.srt`."""
    word = path.stem.rpartition(".")[2].lower()
    return word if word in LANGUAGES and word != path.stem.lower() else ""


def _count(cues: Sequence[Cue]) -> str:
    return "1 subtitle" if len(cues) == 1 else f"{len(cues)} subtitles"
