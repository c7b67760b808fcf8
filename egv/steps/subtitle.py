"""Subtitles: from a file, from the text that was spoken, or by recognising the speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, PrivateAttr, field_validator, model_validator

from egv.core.cues.alignment import align_script
from egv.core.cues.glossary import GlossaryTerm, correct_words, parse_term
from egv.core.cues.script import place_script
from egv.core.cues.script_text import SCRIPT_SUFFIX, drop_hints, parse_script
from egv.core.cues.sentences import build_spoken_cues
from egv.core.cues.speech_models import describe_skipped_subtitles, parse_model_name
from egv.core.cues.transcript import Transcript, keep_credible_words
from egv.core.errors import EnvironmentFault, GateError
from egv.core.graph.pads import Pad
from egv.core.kit.plain_values import MOST_TERMS, USUAL, SidecarKind
from egv.core.media.clip import Cue, Word
from egv.core.media.retime import retime_cues
from egv.core.media.timing import Seconds, format_clock
from egv.core.programme.edit import Edit
from egv.core.programme.finished_clock import place_finished_cues
from egv.core.programme.layers import SoftSubtitles, Subtitles
from egv.core.programme.questions import (
    Ask,
    CuesIn,
    FinishedClockOf,
    SidecarTextOf,
    SkippedModelReasons,
    SpeechModelAbsence,
    SpeechModelAdvice,
    SpeechModelFiles,
    SpeechModelPath,
    TextIn,
    TextNotesOf,
    WordsIn,
)
from egv.core.programme.step import declare_kit_option, declare_option
from egv.core.programme.subtitling import SubtitlingStep
from egv.core.programme.voice import (
    clamp_to_speech,
    find_speech_spans,
    retime_passages,
    splice_kept_voice,
)
from egv.core.text.languages import (
    detect_language,
    format_language_name,
    parse_language_code,
    parse_name_language,
)
from egv.core.text.wording import format_count

MAY_GO_ON = Seconds(1)  # a clip's own file may end this much after the clip


def _check_term(text: str) -> str:
    parse_term(text)
    return text


class Subtitle(SubtitlingStep):
    """Subtitle what is said, in the kit's style: in the picture, and as files beside the video."""

    name: ClassVar[str] = "subtitle"
    aliases: ClassVar[tuple[str, ...]] = ("subtitles",)
    example: ClassVar[str] = "egv subtitle clip.mov --script spoken.txt"
    hears_voice: ClassVar[bool] = True

    source: Path | None = declare_option(
        None, alias="from", help="Subtitle file: .srt, .vtt, .ass or .json."
    )
    script: Path | None = declare_option(
        None, help="Text that was spoken; each sentence is placed."
    )
    model: str | None = declare_option(
        None,
        metavar="NAME|DIR",
        help="Speech model to recognise words with; else the best present.",
    )
    language: tuple[Annotated[str, AfterValidator(parse_language_code)], ...] = declare_kit_option(
        "spoken_languages",
        USUAL,
        metavar="LANG",
        help="Language that is spoken, or that may be: nl, Dutch.",
    )
    term: tuple[Annotated[str, AfterValidator(_check_term)], ...] = declare_kit_option(
        "terms", (), metavar="TERM[=HEARD,…]", help="Name or jargon to recognise and write so."
    )
    burn: bool = declare_kit_option("subtitles.burn", True, help="Draw them into the picture.")
    soft: bool = declare_kit_option(
        "subtitles.soft", False, help="Also put them in the video as a track to switch on."
    )
    refit: bool = declare_option(False, help="Break and time those of a file anew, by the rules.")
    require_speech: bool = declare_option(False, help="Stop with exit code 4 where nobody speaks.")
    drop_subs: bool = declare_option(False, help="Leave out the text tracks that the clip has.")
    emit: tuple[SidecarKind, ...] = declare_option(
        (), metavar="srt|vtt|ass|json|txt", help="Make only these files, and no video."
    )

    # Not an option: the plan decides. Always needed when only sidecar files are made.
    _needed: bool = PrivateAttr(default=True)

    @field_validator("emit", mode="before")
    @classmethod
    def _split_kinds(cls, kinds: object) -> object:
        """Split a comma list such as `srt,vtt`."""
        if not isinstance(kinds, list | tuple):
            return kinds
        return [part.strip() for kind in kinds for part in str(kind).split(",") if part.strip()]

    @field_validator("term")
    @classmethod
    def _check_term_count(cls, terms: tuple[str, ...]) -> tuple[str, ...]:
        if len(terms) > MOST_TERMS:
            raise ValueError(f"{len(terms)} terms are more than the limit of {MOST_TERMS}")
        return terms

    @model_validator(mode="after")
    def _check_one_source(self) -> Self:
        if self.source and (self.script or self.model):
            other = "--script" if self.script else "--model"
            raise ValueError(f"--from and {other} both give the subtitles; keep one of them")
        return self

    def make_optional(self) -> Self:
        """Return the step for a run that goes on without subtitles if there is no model."""
        step = self.model_copy()
        step._needed = bool(self.emit)
        return step

    @property
    def spoken_languages(self) -> tuple[str, ...]:
        """The languages that may be spoken, ISO 639-1."""
        return self.language or ()

    @property
    def model_name(self) -> str | None:
        """The speech model that is asked for; None for the best one there is."""
        return self.model

    @property
    def sidecar_kinds(self) -> tuple[SidecarKind, ...]:
        """The kinds of text file to make instead of a video; empty where a video is made."""
        return self.emit

    def list_input_files(self) -> tuple[Path, ...]:
        """List the subtitle file or the script."""
        return tuple(path for path in (self.source, self.script) if path)

    def list_given_texts(self, spoken: Sequence[Path], ask: Ask) -> tuple[Path, ...]:
        """List the files with the words: those named, else those beside the `spoken` files."""
        named = self.list_input_files()
        if named or self.model:
            return named
        return tuple(
            filter(None, (ask(SidecarTextOf(path, self.spoken_languages)) for path in spoken))
        )

    def list_unasked_files(self, spoken: Sequence[Path], ask: Ask) -> tuple[Path, ...]:
        """List the files that are read without being named: texts beside clips, a speech model."""
        if self.source:
            return ()
        texts = () if self.script else self.list_given_texts(spoken, ask)
        return (*texts, *(() if self.is_skipped(ask) else ask(SpeechModelFiles(self.model))))

    def split_for_concat(self, *, narrated: bool) -> tuple[Self | None, Self | None]:
        """Split: each clip has its own text; a named file or a narration is for the whole."""
        whole = narrated or self.source or self.script
        return (None, self) if whole else (self, None)

    def check_clip(self, edit: Edit, ask: Ask) -> None:
        """Stop before any work where somebody speaks and nothing can supply the words."""
        if self._choose_file(edit, ask) or edit.voice.sound is None or self.is_skipped(ask):
            return
        if self._find_model(ask) is None and find_speech_spans(edit, ask):
            raise _build_wordless_fault(edit.voice.media.path, ask)

    def apply(self, edit: Edit, ask: Ask) -> Edit:
        """Return the edit with cues for its speech, burnt into the picture if wanted."""
        path = self._choose_file(edit, ask)
        if self.require_speech and not find_speech_spans(edit, ask):
            raise GateError(
                "subtitle: nobody speaks in the video, and --require-speech needs speech; film"
                " it again, or remove --require-speech"
            )
        if self.drop_subs:
            edit = replace(edit, text_tracks=())
        if path is None:
            return self._recognise_cues(edit, ask)
        is_text = path.suffix.lower() == SCRIPT_SUFFIX
        is_script = path == self.script or (is_text and not ask(FinishedClockOf(path)))
        for note in ask(TextNotesOf(path, is_script or is_text)):
            edit = edit.with_note(f"subtitle: {note}")
        language = (
            self._only_language
            or parse_name_language(path)
            or self._detect_file_language(path, ask)
        )
        if is_script:
            return self._place_script(edit, path, language, ask)
        edit, cues = _load_file_cues(path, edit, ask)
        if not cues:
            return edit.with_note(f"subtitle: no subtitle of {path.name} falls within the video")
        description = f"{_format_cues(cues)} from {path.name}"
        method = "corrected" if ask(FinishedClockOf(path)) else "file"
        if method == "corrected":
            description += ", with the times of the finished video"
        return self._show_cues(
            edit.with_cues(cues, language, given=not self.refit), description, method
        )

    def with_text_file(self, text: Path, *, is_timed: bool) -> Self:
        """Return the step with its texts only from the file `text`, exactly as they are.

        `is_timed`: its times are known, also where the file holds a plain text.
        """
        if text.suffix.lower() == SCRIPT_SUFFIX and not is_timed:
            return self.model_copy(update={"source": None, "script": text})
        changes = {"source": text, "script": None, "model": None, "refit": False}
        return self.model_copy(update=changes)

    def is_skipped(self, ask: Ask) -> bool:
        """True where there is no speech model, and none is needed."""
        return not self._needed and ask(SpeechModelAbsence(self.model))

    def _find_model(self, ask: Ask) -> Path | None:
        """Find the speech model, if there is one. Raises EgvError for a broken one."""
        return None if self.is_skipped(ask) else ask(SpeechModelPath(self.model))

    @property
    def _only_language(self) -> str:
        """The spoken language, where only one is possible; else ""."""
        return self.language[0] if len(self.language) == 1 else ""

    @property
    def glossary_terms(self) -> tuple[GlossaryTerm, ...]:
        """The names and jargon to write as they are listed."""
        return tuple(map(parse_term, self.term))

    def _choose_file(self, edit: Edit, ask: Ask) -> Path | None:
        """Choose the file with the spoken text: named, or beside the clip without a model."""
        named = self.source or self.script
        if named or self.model:
            return named
        return ask(SidecarTextOf(edit.voice.media.path, self.spoken_languages))

    def _detect_file_language(self, path: Path, ask: Ask) -> str:
        """Detect the language of the text in the file; "" when unclear."""
        if path.suffix.lower() == SCRIPT_SUFFIX or path == self.script:
            text = drop_hints(ask(TextIn(path)))
        else:
            text = " ".join(cue.text for cue in ask(CuesIn(path)))
        return detect_language(text, self.language)

    def _place_script(self, edit: Edit, path: Path, language: str, ask: Ask) -> Edit:
        speech = find_speech_spans(edit, ask)
        if not speech:
            return edit.with_note(f"subtitle: nobody speaks, so {path.name} is not shown")
        text = ask(TextIn(path))
        if not any(line.spoken_words for line in parse_script(text)):
            return edit.with_note(f"subtitle: {path.name} is empty, so there are no subtitles")
        model = self._find_model(ask)
        voice = edit.voice.sound
        if model and voice and (heard := self._list_heard_words(edit, voice, model, ask)):
            edit = self._with_skipped_model_notes(edit, ask)
            found = align_script(text, clamp_to_speech(heard, speech), speech)
            for difference in found.differences:
                edit = edit.with_note(f"subtitle: {difference}")
            heard_by = f"the words that {parse_model_name(model)} recognises"
            description = f"{_format_cues(found.cues)} from {path.name}, timed by {heard_by}"
            return self._show_cues(
                edit.with_cues(found.cues, language), description, "script and recognition"
            )
        cues = place_script(text, speech)
        description = f"{_format_cues(cues)} from {path.name}, timed by the voice"
        return self._show_cues(edit.with_cues(cues, language), description, "script")

    def _recognise_cues(self, edit: Edit, ask: Ask) -> Edit:
        """Build cues from the speech that a model recognises in the kept stretch of the clip."""
        voice, speech = edit.voice.sound, find_speech_spans(edit, ask)
        if voice is None or not speech:
            return edit.with_note("subtitle: nobody speaks, so there is nothing to subtitle")
        model = self._find_model(ask)
        if model is None and self.is_skipped(ask):
            return edit.with_note(describe_skipped_subtitles(self.model))
        if model is None:
            raise _build_wordless_fault(edit.voice.media.path, ask)
        edit = self._with_skipped_model_notes(edit, ask)
        transcript = self._ask_transcript(edit, voice, model, ask)
        if not transcript.heard:
            description = (
                f"speech is recognised with {parse_model_name(model)} when the video is made"
            )
            return self._show_cues(
                edit.with_cues((), self._only_language), description, "recognition"
            )
        found = keep_credible_words(
            transcript.passages, speech, [term.text for term in self.glossary_terms]
        )
        for words in found.left_out:
            edit = edit.with_note(f"subtitle: left out {words}")
        right = correct_words(found.words, self.glossary_terms)
        for change in right.changes:
            edit = edit.with_note(f"subtitle: {change}")
        cues = build_spoken_cues(clamp_to_speech(right.words, speech))
        if not cues:
            return edit.with_note("subtitle: no word was recognised, so there are no subtitles")
        name = format_language_name(transcript.language)
        description = f"{_format_cues(cues)} recognised with {parse_model_name(model)} ({name})"
        return self._show_cues(
            edit.with_cues(cues, transcript.language), description, "recognition"
        )

    def _with_skipped_model_notes(self, edit: Edit, ask: Ask) -> Edit:
        """Add a note for each better model that is not used, unless the user named a model."""
        for reason in () if self.model else ask(SkippedModelReasons()):
            edit = edit.with_note(f"subtitle: {reason}")
        return edit

    def _ask_transcript(self, edit: Edit, voice: Pad, model: Path, ask: Ask) -> Transcript:
        """Recognise with `model` what is kept of `voice`, on the programme's clock."""
        sound, start = splice_kept_voice(edit, voice)
        terms = tuple(term.text for term in self.glossary_terms)
        transcript = ask(WordsIn(sound, model, self.language, terms, edit.duration))
        return replace(transcript, passages=retime_passages(transcript.passages, start, edit))

    def _list_heard_words(self, edit: Edit, voice: Pad, model: Path, ask: Ask) -> tuple[Word, ...]:
        """List every word that `model` recognises, credible or not: the script decides."""
        passages = self._ask_transcript(edit, voice, model, ask).passages
        return tuple(word for passage in passages for word in passage.words)

    def _show_cues(self, edit: Edit, description: str, method: str) -> Edit:
        """Add the layers that show the cues of `edit`, and explain how they were made."""
        if self.emit:
            description += ", no video"
        elif self.burn:
            edit = edit.with_layer(Subtitles())
        elif not self.soft:
            description += ", only beside the video"
        if self.soft and not self.emit:
            edit = edit.with_layer(SoftSubtitles(shown=not self.burn))
            description += (
                ", and as a track that viewers can switch on" if self.burn else ", as a track"
            )
        return edit.with_explanation(
            self.name, description, cues=len(edit.cues), method=method, burned=self.burn
        )


def _load_file_cues(path: Path, edit: Edit, ask: Ask) -> tuple[Edit, tuple[Cue, ...]]:
    """Load the subtitles of a file that fall within `edit`, and note unlikely times on `edit`."""
    cues, clock, voice = ask(CuesIn(path)), ask(FinishedClockOf(path)), edit.voice
    if clock:
        return edit, place_finished_cues(cues, clock, edit)
    length = voice.frames / edit.canvas.frame_rate - voice.start
    last = max((cue.span.end for cue in cues), default=Seconds(0))
    if last > length + MAY_GO_ON:
        edit = edit.with_note(
            f"subtitle: the last text of {path.name} is at {format_clock(last)}, and"
            f" {voice.media.path.name} ends at {format_clock(length)}; if its times are those"
            " of a finished video, correct the file beside that video instead"
        )
    return edit, retime_cues([cue.shift(voice.start) for cue in cues], voice.kept)


def _build_wordless_fault(spoken: Path, ask: Ask) -> EnvironmentFault:
    """Build the error for speech in the file `spoken` that nothing can turn into words."""
    return EnvironmentFault(
        f"{spoken.name}: somebody speaks, but there is neither a text nor a speech model; put"
        f" {spoken.stem}.srt or {spoken.stem}.txt beside it, or give one with --from or"
        f" --script, or a model with --model; {ask(SpeechModelAdvice())}",
        hint="--skip subtitle",
    )


def _format_cues(cues: Sequence[Cue]) -> str:
    return format_count(len(cues), "subtitle")
