"""Dress a format-free Edit for one output: layers, bumpers and reframing are applied here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.ask import Ask, CardOf, LoudnessOf, MediaAt
from egv.core.canvas import smaller
from egv.core.card import card_look
from egv.core.compile import compile_command
from egv.core.dress import FONT_FOLDER, BugPlace, Overlay, bug_place, dressed, with_bug
from egv.core.edit import Edit, Level, Why
from egv.core.finished_clock import UNKNOWN, FinishedClock, finished_clock
from egv.core.formats import BUILT_IN, SOURCE, Format
from egv.core.framing import all_in_format, in_format
from egv.core.free_places import find_shown_faces
from egv.core.graph import Pad, Source, filtered
from egv.core.join import Bumper, Joined, bumper_of, together
from egv.core.kit import Kit
from egv.core.kit_parts import BumperStyle, Hidden, OutroStyle, Sound
from egv.core.languages import long_code
from egv.core.layers import Bug, LowerThird, Marking, SoftSubtitles, Subtitles
from egv.core.loudness import gained
from egv.core.mark import PRACTICE_PX, mark_on, mark_overlay
from egv.core.media import Canvas, Chapter, Cue, Media, TextTrack
from egv.core.reframe import Fit
from egv.core.shape import Shape, shape_of
from egv.core.splice import Frames
from egv.core.texts import filled, filled_lines
from egv.core.timing import Seconds, clock_text, frame_at

SEEK_WORTH = Seconds(4)  # an unwanted start shorter than this is decoded and dropped, not sought
LOGO_OVER_FACE = (
    "brand: a face comes into every corner, so the logo lies over part of one at times;"
    " --no-logo leaves it out"
)
SEEK_MARGIN = Seconds(2)  # frames of an unsteady clip are off the grid: seek to well before the cut


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One output, ready to compile.

    With `copied` the picture pad is the clip's own stream, to be copied bit for bit; otherwise
    `why_encoded` says what forced an encode. `frames` at `canvas.frame_rate` is the length, and
    `programme_start` the frame on which the programme begins, after any intro. `cues` are the
    subtitles as shown, on the output's `clock`, for the subtitle files. `branding` describes what
    was shown of the kit; `explanations` describe what was done, and `notes` what is not as it
    should be.
    """

    format: str
    canvas: Canvas
    frames: int
    picture: Pad
    copied: bool
    why_encoded: str
    sound: Pad | None
    level: Level | None
    cues: tuple[Cue, ...]
    cue_language: str
    overlay: Overlay | None
    branding: tuple[str, ...]
    whys: tuple[Why, ...]
    notes: tuple[str, ...]
    text_tracks: tuple[TextTrack, ...]
    chapters: tuple[Chapter, ...]
    title: str
    language: str
    source_duration: Seconds
    source_bit_rate: int
    programme_start: int = 0
    clock: FinishedClock = UNKNOWN
    mark: Overlay | None = None

    @property
    def overlays(self) -> tuple[Overlay, ...]:
        """All overlays that are drawn from files."""
        return tuple(overlay for overlay in (self.overlay, self.mark) if overlay)

    @property
    def duration(self) -> Seconds:
        """The length in seconds."""
        return self.frames / self.canvas.frame_rate


def deliver(
    edit: Edit, kit: Kit, texts: Mapping[str, str], ask: Ask, formats: Sequence[str] = (SOURCE,)
) -> tuple[Deliverable, ...]:
    """Assemble `edit` in the style of `kit` for each of `formats`; all formats share one decode.

    `source` is the clip's own shape, size and rate. `texts` fill the placeholders in the kit's
    lines where the edit has no texts of its own.
    """
    edit = _sought(edit)
    made: list[Deliverable] = []
    for word in formats:
        deliverable = _delivered(edit, word, kit, texts, ask)
        alike = (one.sound for one in made if _sounds_alike(one.sound, deliverable.sound))
        made.append(replace(deliverable, sound=next(alike, deliverable.sound)))
    return tuple(made)


def _sounds_alike(one: Pad | None, other: Pad | None) -> bool:
    """True where two pads are made in the same way, so that one can serve for both."""
    if one is None or other is None:
        return one is other
    first, second = (compile_command((pad,), "", {}) for pad in (one, other))
    return first == second


def _in_format(edit: Edit, word: str, kit: Kit, ask: Ask) -> Edit:
    brought = all_in_format if edit.parts else in_format
    if word != SOURCE:
        return brought(edit, kit.says.format(word), kit, ask)
    shape = kit.says.format(shape_of(edit.canvas).value)
    if edit.parts:
        size = edit.canvas.size
        own = Format(f"{size[0]}x{size[1]}", size, Fit.BLUR, shape.safe)
        return all_in_format(edit, own, kit, ask)
    if edit.framing:
        edit = edit.with_note("reframe: no --format is asked for, so the picture keeps its shape")
    return replace(edit, canvas=replace(edit.canvas, safe=shape.safe))


def _delivered(edit: Edit, word: str, kit: Kit, texts: Mapping[str, str], ask: Ask) -> Deliverable:
    """Assemble `edit` in one format."""
    edit = _in_format(edit, word, kit, ask)
    sources, spoken = [clip.clock[0].media for clip in edit.clips], edit.voice.media.audio
    media, videos = sources[0], [source.video for source in sources if source.video]
    said = _with_call({**texts, **dict(edit.texts)}, kit)
    faces = find_shown_faces(edit, ask) if _is_drawn_on(edit, kit) else ()
    bug = bug_place(edit, kit, faces, ask)
    own = "" if word == SOURCE or word in BUILT_IN else word
    drawn = dressed(edit, kit, said, bug, faces, ask, own)
    intro = _bumper(edit, kit, kit.says.intro, said, ask) if edit.bumpers.intro else None
    outro = _bumper(edit, kit, kit.says.outro, said, ask) if edit.bumpers.outro else None
    whole = _with_bumpers(edit, drawn.picture, intro, outro)
    offset = whole.offset / edit.canvas.frame_rate
    if bug:
        shown = _bug_frames(edit, kit, bug, whole)
        picture = with_bug(whole.picture, bug, edit.canvas, shown, whole.frames)
        whole = replace(whole, picture=picture)
    branded, marked = whole.picture is not edit.picture, mark_on(edit)
    marking = marked.says if marked else None
    canvas, picture, mark = edit.canvas, whole.picture, None
    if marking is Marking.PRACTICE:
        canvas = smaller(canvas, PRACTICE_PX)
        picture = filtered(picture, "scale", w=canvas.width, h=canvas.height, flags="area")
    if marked:
        mark = mark_overlay(marked, canvas, whole.frames, kit, ask)
        picture = _drawn(picture, mark)
    faults = videos[0].faults
    copied = edit.picture_is_untouched and not (branded or marking or faults)
    return Deliverable(
        format=word,
        canvas=canvas,
        frames=whole.frames,
        picture=Pad(Source(media.path), "v", videos[0].index) if copied else picture,
        copied=copied,
        why_encoded="" if copied else _why(edit, faults, marking, branded=branded),
        sound=whole.sound,
        level=edit.level,
        cues=tuple(cue.shifted(offset) for cue in drawn.cues),
        cue_language=edit.language,
        overlay=drawn.overlay,
        branding=_branding(edit, intro, outro, bug),
        whys=(*edit.whys, *drawn.whys),
        notes=(
            *edit.notes,
            *(f"subtitle: {fault}" for fault in drawn.faults),
            *drawn.notes,
            *([LOGO_OVER_FACE] if bug and bug.hides_a_face else []),
        ),
        text_tracks=tuple(
            replace(track, cues=tuple(cue.shifted(offset) for cue in track.cues))
            for track in _text_tracks(edit, drawn.cues, kit)
        ),
        chapters=tuple(Chapter(c.span.shifted(offset), c.title) for c in edit.chapters),
        title=media.title if len({source.title for source in sources}) == 1 else "",
        language=spoken.language if spoken else "",
        source_duration=sum((source.duration for source in sources), Seconds(0)),
        source_bit_rate=max(video.bit_rate for video in videos),
        programme_start=whole.offset,
        clock=finished_clock(edit, offset),
        mark=mark,
    )


def _with_call(said: dict[str, str], kit: Kit) -> dict[str, str]:
    """Return `said` with the kit's call to action, unless one is given."""
    return {"cta": filled(kit.says.outro.cta.line(kit.says.main_language), said), **said}


def _is_drawn_on(edit: Edit, kit: Kit) -> bool:
    """True where something is drawn on the picture that could hide a face."""
    logo = kit.says.logo
    return any(
        (
            isinstance(layer, Bug)
            and logo.variants
            and logo.bug.for_shape(shape_of(edit.canvas)).enabled
        )
        or (isinstance(layer, Subtitles) and edit.cues)
        or isinstance(layer, LowerThird)
        for layer in edit.layers
    )


def _drawn(picture: Pad, overlay: Overlay) -> Pad:
    return filtered(picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)


def _bug_frames(edit: Edit, kit: Kit, bug: BugPlace, whole: Joined) -> Frames:
    """Choose the frames with the corner logo: the programme, and bumpers that do not hide it."""
    shape = shape_of(edit.canvas)

    def is_hidden(style: BumperStyle, word: Hidden) -> bool:
        return bug.style.hides(word, is_card=_clip_for(style, shape) is None)

    first, end = whole.offset, whole.offset + edit.frames
    if not is_hidden(kit.says.intro, Hidden.INTRO):
        first = 0
    return first, end if is_hidden(kit.says.outro, Hidden.OUTRO) else whole.frames


def _text_tracks(edit: Edit, cues: tuple[Cue, ...], kit: Kit) -> tuple[TextTrack, ...]:
    """List the clip's own text tracks, and its soft subtitles as a track.

    There is one track per language: the subtitles made by egv replace the clip's own.
    """
    soft = next((layer for layer in edit.layers if isinstance(layer, SoftSubtitles)), None)
    if soft is None or not cues:
        return edit.text_tracks
    code = edit.language or kit.says.main_language
    own = TextTrack(long_code(code), cues, shown=soft.shown)
    return (*(t for t in edit.text_tracks if long_code(t.language) != own.language), own)


def _with_bumpers(edit: Edit, picture: Pad, intro: Bumper | None, outro: Bumper | None) -> Joined:
    """Put the programme between its bumpers; `picture` and the sound are still without any."""
    if not (intro or outro):
        return Joined(picture, edit.sound, edit.frames, 0)
    return together(picture, edit.sound, edit.frames, edit.canvas.frame_rate, intro, outro)


def _branding(
    edit: Edit, intro: Bumper | None, outro: Bumper | None, bug: BugPlace | None
) -> tuple[str, ...]:
    rate = edit.canvas.frame_rate
    shown = [
        f"{word} of {clock_text(bumper.frames / rate)}"
        for word, bumper in (("intro", intro), ("outro", outro))
        if bumper
    ]
    if bug:
        why = f" (a face comes {bug.off})" if bug.off else ""
        shown.append(f"logo {bug.style.position}{why}")
    return tuple(shown)


def _bumper(
    edit: Edit, kit: Kit, style: BumperStyle, said: Mapping[str, str], ask: Ask
) -> Bumper | None:
    """Build a bumper from a clip of the kit, or from a card; None when there is nothing to show."""
    if not style.enabled:
        return None
    canvas, joint = edit.canvas, style.transition
    clip = _clip_for(style, shape_of(canvas))
    if clip:
        media = ask(MediaAt(kit.home / clip))
        seconds = min(media.duration, Seconds(str(style.max_duration)))
        ground = kit.colour(style.card.background if style.card else "primary")
        bumper = bumper_of(media, canvas, seconds, ground, joint.type, joint.duration)
        return _at_level(bumper, edit, kit, mute=style.audio is Sound.MUTE, ask=ask)
    media_of_card = _card(canvas, kit, style, said, ask)
    if media_of_card is None or style.card is None:
        return None
    seconds = Seconds(str(style.card.duration))
    return bumper_of(media_of_card, canvas, seconds, "#000000", joint.type, joint.duration)


def _clip_for(style: BumperStyle, shape: Shape) -> Path | None:
    """Choose the bumper clip of exactly this shape, else one of the same orientation."""
    upright = {Shape.PORTRAIT: Shape.FEED, Shape.FEED: Shape.PORTRAIT}
    return style.clips.get(shape) or style.clips.get(upright.get(shape, shape))


def _card(
    canvas: Canvas, kit: Kit, style: BumperStyle, said: Mapping[str, str], ask: Ask
) -> Media | None:
    if style.card is None:
        return None
    look = card_look(kit, style.card, filled_lines(style.card.lines, said), canvas)
    if look and isinstance(style, OutroStyle) and style.cta.qr:
        look = replace(look, qr=filled(style.cta.url or "", said))
    return ask(CardOf(look)) if look else None


def _at_level(bumper: Bumper, edit: Edit, kit: Kit, *, mute: bool, ask: Ask) -> Bumper:
    """Match the loudness of `bumper` to the programme, so that no viewer adjusts the volume."""
    if bumper.sound is None or mute:
        return replace(bumper, sound=None)
    own = ask(LoudnessOf(bumper.sound))
    if own.is_silence:
        return replace(bumper, sound=None)
    target = edit.level.lufs if edit.level else kit.says.audio.lufs
    if edit.level is None and edit.sound is not None:
        programme = ask(LoudnessOf(edit.sound))
        target = target if programme.is_silence else programme.integrated_lufs
    return replace(bumper, sound=gained(bumper.sound, target - own.integrated_lufs))


def _sought(edit: Edit) -> Edit:
    """Decode each clip of `edit` from shortly before its first visible frame."""
    if edit.parts:
        return replace(edit, parts=tuple(map(_sought, edit.parts)))
    start = edit.clock[0].span.start
    if start < SEEK_WORTH:
        return edit
    rate = edit.canvas.frame_rate
    return edit.started_at(frame_at(start - SEEK_MARGIN, rate) / rate)


def _why(edit: Edit, faults: tuple[str, ...], marking: Marking | None, *, branded: bool) -> str:
    """Explain what forced an encode, as the end of a sentence."""
    if edit.picture_is_untouched and not branded:
        return ", ".join((*faults, *([f"it is marked as a {marking}"] if marking else [])))
    return "several clips are joined" if edit.parts else "a step changed the picture"
