"""Dress a format-free Edit for one output: layers, bumpers and reframing are applied here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from egv.core.delivery.bumpers import Bumper, BumperedProgramme, build_bumper, join_bumpers
from egv.core.delivery.card_clip import build_card_clip
from egv.core.delivery.framing import frame_all_parts, frame_edit
from egv.core.delivery.origin import UNKNOWN_ORIGIN, Origin, find_origin
from egv.core.graph.conform import build_source
from egv.core.graph.ffmpeg_command import is_made_alike
from egv.core.graph.pads import Pad, Source, apply_filter
from egv.core.graph.splice import FrameRange
from egv.core.kit.bumper_styles import BugHidingPart, BumperSound, BumperStyle
from egv.core.kit.formats import SOURCE, VideoFormat, find_shape_word, to_format_file_word
from egv.core.kit.kit import Kit
from egv.core.media.canvas import shrink_canvas
from egv.core.media.clip import Canvas, Chapter, Cue, TextTrack
from egv.core.media.moments import show_moments
from egv.core.media.shape import FrameShape, find_shape
from egv.core.media.timing import Seconds, Span, format_clock, to_frame
from egv.core.overlays.corner_logo import LOGO_ON_CARDS, PlacedBug, draw_bug, place_bug
from egv.core.overlays.framed_edit import FramedEdit, build_framed_edit
from egv.core.overlays.free_places import DrawnBox
from egv.core.overlays.overlay import (
    FONT_FOLDER,
    DressedPicture,
    dress_picture,
)
from egv.core.overlays.text_overlay import TextOverlay
from egv.core.overlays.watermark import PRACTICE_PX, draw_watermark, find_watermark
from egv.core.picture.colour import BLACK, Colour
from egv.core.picture.crop import Fit
from egv.core.programme.edit import Edit, Explanation, LoudnessTarget
from egv.core.programme.finished_clock import UNKNOWN_CLOCK, FinishedClock, build_finished_clock
from egv.core.programme.layers import Marking, SoftSubtitles
from egv.core.programme.questions import Ask, LoudnessOf, MediaAt
from egv.core.sound.loudness import apply_gain
from egv.core.text.languages import to_long_code
from egv.core.text.placeholders import fill_places

SEEK_WORTH = Seconds(4)  # an unwanted start shorter than this is decoded and dropped, not sought
SEEK_MARGIN = Seconds(2)  # frames of an unsteady clip are off the grid: seek to well before the cut


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One output, ready to compile.

    Where the picture pad is a file's own stream, it is copied bit for bit; otherwise
    `why_encoded` says what forced an encode. `frames` at `canvas.frame_rate` is the length, and
    `programme_start` the frame on which the programme begins, after any intro. `cues` are the
    subtitles as shown, on the output's `clock`, for the subtitle files. `branding` describes what
    was shown of the kit, `places` where texts and logo are on the frame; `explanations` describe
    what was done, and `notes` what is not as it should be.
    """

    format: str
    canvas: Canvas
    frames: int
    picture: Pad
    why_encoded: str
    sound: Pad | None
    level: LoudnessTarget | None
    cues: tuple[Cue, ...]
    cue_language: str
    overlay: TextOverlay | None
    branding: tuple[str, ...]
    explanations: tuple[Explanation, ...]
    notes: tuple[str, ...]
    text_tracks: tuple[TextTrack, ...]
    chapters: tuple[Chapter, ...]
    title: str
    language: str
    source_duration: Seconds
    source_bit_rate: int
    programme_start: int = 0
    clock: FinishedClock = UNKNOWN_CLOCK
    mark: TextOverlay | None = None
    origin: Origin = UNKNOWN_ORIGIN
    places: tuple[DrawnBox, ...] = ()

    @property
    def copied_source(self) -> Source | None:
        """The file whose picture is copied; None where the picture is encoded."""
        return self.picture.node if isinstance(self.picture.node, Source) else None

    @property
    def overlays(self) -> tuple[TextOverlay, ...]:
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
    edit = _seek_clips(edit)
    made: list[Deliverable] = []
    for word in formats:
        twins = (one for one in made if kit.spec.is_same_format(one.format, word))
        if twin := next(twins, None):
            made.append(replace(twin, format=word))  # `reel` and `tiktok`: one picture for both
            continue
        deliverable = _deliver_format(edit, word, kit, texts, ask)
        alike = (one.sound for one in made if is_made_alike(one.sound, deliverable.sound))
        made.append(replace(deliverable, sound=next(alike, deliverable.sound)))
    return tuple(made)


def _frame_format(edit: Edit, word: str, kit: Kit, ask: Ask) -> Edit:
    brought = frame_all_parts if edit.parts else frame_edit
    if word != SOURCE:
        return brought(edit, kit.spec.find_format(word), kit, ask)
    shape = kit.spec.find_format(find_shape(edit.canvas).value)
    if edit.parts:
        size = edit.canvas.size
        own = VideoFormat(f"{size[0]}x{size[1]}", size, Fit.BLUR, shape.safe)
        return frame_all_parts(edit, own, kit, ask)
    if edit.framing:
        edit = edit.with_note("reframe: no --format is given, so the picture keeps its shape")
    return replace(edit, canvas=replace(edit.canvas, safe=shape.safe))


def _deliver_format(
    edit: Edit, word: str, kit: Kit, texts: Mapping[str, str], ask: Ask
) -> Deliverable:
    """Assemble `edit` in one format."""
    dressed = _dress_format(edit, word, kit, texts, ask)
    edit, drawn, whole = dressed.framed.edit, dressed.drawn, dressed.whole
    marked = _mark_picture(dressed)
    sources = [clip.clock[0].media for clip in edit.clips]
    videos = [source.video for source in sources]
    offset, faults = whole.offset / edit.canvas.frame_rate, videos[0].copy_faults
    branded = whole.picture is not edit.picture
    copied = edit.has_untouched_picture and not (branded or marked.marking or faults)
    why = "" if copied else _explain_encode(edit, faults, marked.marking, branded=branded)
    return Deliverable(
        format=word,
        canvas=marked.canvas,
        frames=whole.frames,
        picture=Pad(build_source(sources[0]), "v", videos[0].index) if copied else marked.picture,
        why_encoded=why,
        sound=whole.sound,
        level=edit.level,
        cues=tuple(cue.shift(offset) for cue in drawn.cues),
        cue_language=edit.language,
        overlay=drawn.overlay,
        branding=dressed.branding,
        explanations=(*edit.explanations, *drawn.whys),
        notes=dressed.notes,
        text_tracks=_list_text_tracks(edit, drawn.cues, kit, offset),
        chapters=tuple(Chapter(c.span.shift(offset), c.title) for c in edit.chapters),
        title=sources[0].title if len({source.title for source in sources}) == 1 else "",
        language=edit.voice.media.audio.language if edit.voice.media.audio else "",
        source_duration=sum((source.duration for source in sources), Seconds(0)),
        source_bit_rate=max(video.bit_rate for video in videos),
        programme_start=whole.offset,
        clock=build_finished_clock(edit, offset),
        mark=marked.overlay,
        places=(*dressed.list_places(), *marked.places),
        origin=find_origin(edit, whole.offset, whole.joint_frames),
    )


@dataclass(frozen=True, slots=True)
class _DressedFormat:
    """An edit in one format with its texts, logo and bumpers, but without a watermark."""

    framed: FramedEdit
    drawn: DressedPicture
    bug: PlacedBug | None
    whole: BumperedProgramme
    branding: tuple[str, ...]
    notes: tuple[str, ...]

    def list_places(self) -> tuple[DrawnBox, ...]:
        """List the places on the frame of the texts and the logo."""
        everywhere = Span(Seconds(0), self.framed.edit.duration)
        logo = [DrawnBox("brand", everywhere, self.bug.box)] if self.bug else []
        return (*self.drawn.places, *logo)


def _dress_format(
    edit: Edit, word: str, kit: Kit, texts: Mapping[str, str], ask: Ask
) -> _DressedFormat:
    """Draw the texts and the logo on `edit` in one format, and join its bumpers."""
    edit = _frame_format(edit, word, kit, ask)
    filled = _with_call_to_action({**texts, **dict(edit.texts)}, kit)
    framed = build_framed_edit(edit, kit, ask)
    bug = place_bug(framed)
    logo_note = bug.note if bug else ""
    if bug and bug.hides_features:
        bug, logo_note = None, LOGO_ON_CARDS
    own = "" if word == SOURCE or find_shape_word(word) == word else to_format_file_word(word)
    drawn = dress_picture(framed, filled, bug, own)
    intro = _build_bumper(edit, kit, kit.spec.intro, filled, ask) if edit.bumpers.intro else None
    outro = _build_bumper(edit, kit, kit.spec.outro, filled, ask) if edit.bumpers.outro else None
    whole = _add_bumpers(edit, drawn.picture, intro, outro, kit.resolve_colour("primary"))
    if bug:
        shown = _choose_bug_frames(edit, kit, bug, whole)
        picture = draw_bug(whole.picture, bug, edit.canvas, shown, whole.frames)
        whole = replace(whole, picture=picture)
    start = whole.offset / edit.canvas.frame_rate
    faults = (f"subtitle: {fault}" for fault in drawn.shown.list_faults(start))
    told = (*drawn.notes, *([logo_note] if logo_note else []))
    notes = (*show_moments(edit.notes, start), *faults, *told)
    branding = _describe_branding(edit, intro, outro, bug)
    return _DressedFormat(framed, drawn, bug, whole, branding, notes)


@dataclass(frozen=True, slots=True)
class _MarkedPicture:
    """A picture with its watermark, if it has one, and its canvas, which is smaller in practice."""

    canvas: Canvas
    picture: Pad
    marking: Marking | None = None
    overlay: TextOverlay | None = None
    places: tuple[DrawnBox, ...] = ()


def _mark_picture(dressed: _DressedFormat) -> _MarkedPicture:
    """Draw the watermark of a video that is not for sharing."""
    framed, whole = dressed.framed, dressed.whole
    marked, canvas, picture = find_watermark(framed.edit), framed.edit.canvas, whole.picture
    if marked is None:
        return _MarkedPicture(canvas, picture)
    if marked.marking is Marking.PRACTICE:
        canvas = shrink_canvas(canvas, PRACTICE_PX)
        picture = apply_filter(picture, "scale", w=canvas.width, h=canvas.height, flags="area")
    mark = draw_watermark(marked, framed, canvas, whole.frames)
    picture, shown = _draw_overlay(picture, mark.overlay), Span(Seconds(0), framed.edit.duration)
    places = tuple(DrawnBox("mark", shown, place) for place in mark.places)
    return _MarkedPicture(canvas, picture, marked.marking, mark.overlay, places)


def _with_call_to_action(texts: dict[str, str], kit: Kit) -> dict[str, str]:
    """Return `texts` with the kit's call to action, unless one is given."""
    return {
        "cta": fill_places(kit.spec.outro.cta.localise_line(kit.spec.main_language), texts),
        **texts,
    }


def _draw_overlay(picture: Pad, overlay: TextOverlay) -> Pad:
    return apply_filter(picture, "ass", filename=overlay.name, fontsdir=FONT_FOLDER)


def _choose_bug_frames(
    edit: Edit, kit: Kit, bug: PlacedBug, whole: BumperedProgramme
) -> FrameRange:
    """Choose the frames with the corner logo: the programme, and bumpers that do not hide it."""
    shape = find_shape(edit.canvas)

    def is_hidden(style: BumperStyle, word: BugHidingPart) -> bool:
        return bug.style.is_logo_hidden(word, is_card=_choose_bumper_clip(style, shape) is None)

    first, end = whole.offset, whole.offset + edit.frames
    if not is_hidden(kit.spec.intro, BugHidingPart.INTRO):
        first = 0
    return first, end if is_hidden(kit.spec.outro, BugHidingPart.OUTRO) else whole.frames


def _list_text_tracks(
    edit: Edit, cues: tuple[Cue, ...], kit: Kit, offset: Seconds
) -> tuple[TextTrack, ...]:
    """List the clip's own text tracks, and its soft subtitles as a track, `offset` later.

    There is one track per language: the subtitles made by egv replace the clip's own.
    """
    return tuple(
        replace(track, cues=tuple(cue.shift(offset) for cue in track.cues))
        for track in _choose_text_tracks(edit, cues, kit)
    )


def _choose_text_tracks(edit: Edit, cues: tuple[Cue, ...], kit: Kit) -> tuple[TextTrack, ...]:
    soft = next((layer for layer in edit.layers if isinstance(layer, SoftSubtitles)), None)
    if soft is None or not cues:
        return edit.text_tracks
    code = edit.language or kit.spec.main_language
    own = TextTrack(to_long_code(code), cues, shown=soft.shown)
    return (*(t for t in edit.text_tracks if to_long_code(t.language) != own.language), own)


def _add_bumpers(
    edit: Edit, picture: Pad, intro: Bumper | None, outro: Bumper | None, curtain: Colour
) -> BumperedProgramme:
    """Put the programme between its bumpers; `picture` and the sound are still without any."""
    bare = BumperedProgramme(picture, edit.sound, edit.frames, 0)
    is_bare = not (intro or outro)
    return bare if is_bare else join_bumpers(bare, edit.canvas, intro, outro, curtain)


def _describe_branding(
    edit: Edit, intro: Bumper | None, outro: Bumper | None, bug: PlacedBug | None
) -> tuple[str, ...]:
    rate = edit.canvas.frame_rate
    shown = [
        f"{word} of {format_clock(bumper.frames / rate)}"
        for word, bumper in (("intro", intro), ("outro", outro))
        if bumper
    ]
    if bug:
        why = f" (a face comes {bug.usual_position})" if bug.usual_position else ""
        shown.append(f"logo {bug.style.position}{why}")
    return tuple(shown)


def _build_bumper(
    edit: Edit, kit: Kit, style: BumperStyle, texts: Mapping[str, str], ask: Ask
) -> Bumper | None:
    """Build a bumper from a clip of the kit, or from a card; None when there is nothing to show."""
    if not style.enabled:
        return None
    canvas, joint = edit.canvas, style.transition
    clip = _choose_bumper_clip(style, find_shape(canvas))
    if clip:
        media = ask(MediaAt(kit.home / clip))
        seconds = min(media.duration, Seconds(str(style.max_duration)))
        ground = kit.resolve_colour(style.card.background if style.card else "primary")
        bumper = build_bumper(media, canvas, seconds, ground, joint)
        return _match_loudness(bumper, edit, kit, mute=style.audio is BumperSound.MUTE, ask=ask)
    media_of_card = build_card_clip(edit, kit, style, texts, ask)
    if media_of_card is None or style.card is None:
        return None
    seconds = Seconds(str(style.card.duration))
    return build_bumper(media_of_card, canvas, seconds, BLACK, joint)


def _choose_bumper_clip(style: BumperStyle, shape: FrameShape) -> Path | None:
    """Choose the bumper clip of exactly this shape, else one of the same orientation."""
    upright = {FrameShape.PORTRAIT: FrameShape.FEED, FrameShape.FEED: FrameShape.PORTRAIT}
    return style.clips.get(shape) or style.clips.get(upright.get(shape, shape))


def _match_loudness(bumper: Bumper, edit: Edit, kit: Kit, *, mute: bool, ask: Ask) -> Bumper:
    """Match the loudness of `bumper` to the programme, so that no viewer adjusts the volume."""
    if bumper.sound is None or mute:
        return replace(bumper, sound=None)
    own = ask(LoudnessOf(bumper.sound))
    if own.is_silence:
        return replace(bumper, sound=None)
    target = edit.level.lufs if edit.level else kit.spec.audio.lufs
    if edit.level is None and edit.sound is not None:
        programme = ask(LoudnessOf(edit.sound))
        target = target if programme.is_silence else programme.integrated_lufs
    return replace(bumper, sound=apply_gain(bumper.sound, target - own.integrated_lufs))


def _seek_clips(edit: Edit) -> Edit:
    """Decode each clip of `edit` from shortly before its first visible frame."""
    if edit.parts:
        return replace(edit, parts=tuple(map(_seek_clips, edit.parts)))
    start = edit.clock[0].span.start
    if start < SEEK_WORTH:
        return edit
    rate = edit.canvas.frame_rate
    return edit.seek_clip(to_frame(start - SEEK_MARGIN, rate) / rate)


def _explain_encode(
    edit: Edit, faults: tuple[str, ...], marking: Marking | None, *, branded: bool
) -> str:
    """Explain what forced an encode, as the end of a sentence."""
    if edit.has_untouched_picture and not branded:
        return ", ".join((*faults, *([f"it carries the mark {marking}"] if marking else [])))
    return "several clips are joined" if edit.parts else "a step changed the picture"
