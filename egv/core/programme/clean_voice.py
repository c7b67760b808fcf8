"""Take the noise out of a programme's voice: under all its cuts, gains and music, so in time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egv.core.graph.pads import Pad, Source, apply_filter, list_upstream_filters, replace_pads
from egv.core.graph.splice import SAMPLE_RATE, pad_sound
from egv.core.media.moments import write_moment
from egv.core.media.retime import retime_spans
from egv.core.media.timing import Seconds, to_frame, to_sample
from egv.core.programme.edit import Edit
from egv.core.programme.questions import Ask, CleanedSoundOf, LoudnessOf
from egv.core.programme.voice import splice_kept_voice
from egv.core.sound.noise import (
    CleaningPlan,
    NoiseGoal,
    read_cleaned_sound,
    reduce_steady_noise,
)

STEP = "normalise"
MOST_NAMED = 3  # pieces of music in one note


@dataclass(frozen=True, slots=True)
class CleanedVoice:
    """An edit whose voice was cleaned, and the words on what was done; "" where a note tells it.

    `reduced_db` is what was taken from the noise.
    """

    edit: Edit
    words: str = ""
    reduced_db: float = 0.0


def clean_voice(edit: Edit, goal: NoiseGoal, ask: Ask) -> CleanedVoice:
    """Take the noise out of the voice of `edit`, as far as `goal` asks; music over it stays."""
    voice = edit.voice.sound
    if edit.sound is None or voice is None or voice not in _list_pads(edit.sound):
        return CleanedVoice(edit.with_note(f"{STEP}: the clip has no sound to take noise out of"))
    edit = _with_note_on_other_sound(edit)
    heard, start = splice_kept_voice(edit, voice)
    cleaned = ask(CleanedSoundOf(heard, goal))
    if cleaned.fault:
        floor = ask(LoudnessOf(heard)).noise_floor_dbfs
        plain = reduce_steady_noise(voice, goal.plain_db, floor)
        return CleanedVoice(_with_fault_note(_with_voice(edit, voice, plain), cleaned.fault))
    if cleaned.plan is None:
        return CleanedVoice(edit, "the noise is taken out when the video is made")
    edit = _with_plan_note(edit, cleaned.plan, start)
    words, reduced_db = _describe_plan(cleaned.plan)
    if cleaned.path:
        edit = _with_voice(edit, voice, _place_sound(edit, cleaned.path, start))
    return CleanedVoice(edit, words, reduced_db)


def _place_sound(edit: Edit, path: Path, start: Seconds) -> Pad:
    """Place the cleaned stretch, which begins at `start` of the voice, on the voice's clock."""
    sound, rate = read_cleaned_sound(path), edit.canvas.frame_rate
    if late := to_sample(to_frame(start, rate), rate, SAMPLE_RATE):
        sound = apply_filter(sound, "adelay", delays=f"{late}S", all=True)
    return pad_sound(sound, edit.voice.frames, rate)


def _with_voice(edit: Edit, voice: Pad, cleaned: Pad) -> Edit:
    """Return `edit` with `cleaned` wherever its sound is made of `voice`."""
    if edit.sound is None:
        return edit
    return edit.with_sound(replace_pads(edit.sound, {voice: cleaned}))


def _list_pads(sound: Pad) -> set[Pad]:
    """List all pads that `sound` is made of, itself among them."""
    return {sound, *(pad for node in list_upstream_filters((sound,)) for pad in node.inputs)}


def _describe_plan(plan: CleaningPlan) -> tuple[str, float]:
    """Describe what was done by `plan`, and return what was taken, dB."""
    if not plan.is_spoken or plan.is_all_music:
        return "", 0.0
    over = f"{plan.over_noise_db:.0f} dB under the voice"
    if not plan.is_worth_it:
        return f"the noise is {over}, so it is left as it is", 0.0
    taken = f"the noise, {over}, lowered by {plan.reduction_db:.0f} dB"
    return taken, round(plan.reduction_db, 2)


def _with_plan_note(edit: Edit, plan: CleaningPlan, start: Seconds) -> Edit:
    """Add a note on what `plan`, for a stretch from `start` of the voice, had to leave."""
    if not plan.is_spoken:
        return edit.with_note(
            f"{STEP}: no voice is clear of the noise, so --denoise left the sound as it is: all"
            " that is no voice would have gone"
        )
    spans = retime_spans([span.shift(start) for span in plan.music], edit.voice.kept)
    if not spans:
        return edit
    listed = [f"{write_moment(span.start)} to {write_moment(span.end)}" for span in spans]
    more = ["elsewhere"] if len(listed) > MOST_NAMED else []
    where = "" if plan.is_all_music else f" ({', '.join([*listed[:MOST_NAMED], *more])})"
    return edit.with_note(
        f"{STEP}: the clip's own sound has music{where}; there it is left as it is, with its noise,"
        " because the music would go too"
    )


def _with_fault_note(edit: Edit, fault: str) -> Edit:
    return edit.with_note(
        f"{STEP}: the noise was taken out with a plain filter, which does little, because the"
        f" filter for voices does not work here ({fault}); see egv doctor, then run the same line"
        " again with --overwrite"
    )


def _with_note_on_other_sound(edit: Edit) -> Edit:
    """Add a note where the clip's own sound is heard under another voice, as after a voice-over."""
    own = edit.clock[0].media
    if edit.sound is None or edit.voice.media == own:
        return edit
    read = {pad.node.path for pad in _list_pads(edit.sound) if isinstance(pad.node, Source)}
    if own.path not in read:
        return edit
    return edit.with_note(
        f"{STEP}: noise is taken out of the narration only; the clip's own sound under it stays as"
        " it is (write normalise before voice-over to clean it instead)"
    )
