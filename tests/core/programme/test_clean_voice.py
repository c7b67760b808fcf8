"""The noise is taken out of the voice alone, under its cuts and its music, and this is told."""

from pathlib import Path

from egv.core.graph.pads import Pad
from egv.core.media.moments import show_moments
from egv.core.media.timing import Seconds, Span
from egv.core.programme.clean_voice import CleanedVoice, clean_voice
from egv.core.programme.edit import Edit
from egv.core.programme.questions import CleanedSoundOf, LoudnessOf, MusicBedOf, SoundAt, SpeechIn
from egv.core.sound.loudness import Loudness
from egv.core.sound.noise import CleanedSound, CleaningPlan, NoiseGoal
from egv.core.sound.speech_spans import Speech
from egv.steps.music import Music
from egv.steps.voice_over import VoiceOver
from tests.conftest import answering, graph_text, programme, sound_file

GOAL = NoiseGoal(most_db=15, under_voice_db=30, plain_db=8)
FILE = Path("/tmp/voice.pcm")
TAKEN = CleanedSound(FILE, CleaningPlan(10.0, 15.0))
BED = {
    SoundAt: sound_file("sound.wav", 12),
    MusicBedOf: Path("/tmp/bed.pcm"),
    SpeechIn: Speech(Seconds(10), (Span(Seconds(2), Seconds(8)),)),
    LoudnessOf: Loudness(-30.0, -9.0, 4.0, -65.0),
}


def cleaned(edit: Edit, sound: CleanedSound = TAKEN) -> CleanedVoice:
    return clean_voice(edit, GOAL, answering({**BED, CleanedSoundOf: sound}))


def test_the_cleaned_file_takes_the_place_of_the_sound() -> None:
    done = cleaned(programme())

    assert done.edit.sound != programme().sound
    assert "atrim=end_sample=480000" in graph_text(done.edit)
    assert done.words == "the noise, 10 dB under the voice, lowered by 15 dB"
    assert done.reduced_db == 15
    assert done.edit.notes == ()


def test_only_what_is_kept_is_filtered_and_it_stays_in_its_place() -> None:
    cut = programme().keep_spans([Span(Seconds(2), Seconds(4)), Span(Seconds(5), Seconds(7))])
    asked: list[Pad] = []

    def ask(question: object) -> object:
        assert isinstance(question, CleanedSoundOf)
        asked.append(question.pad)
        return TAKEN

    done = clean_voice(cut, GOAL, ask)  # type: ignore[arg-type]
    text = graph_text(done.edit)

    assert text.index("adelay=all=true:delays=96000S") < text.index("atrim=end_pts=192000")
    assert len(asked) == 1


def test_music_that_egv_laid_under_the_voice_is_not_filtered() -> None:
    step = Music.from_options({"bed": "sound.wav", "licence": "CC0"}).resolve_options()
    mixed = step.apply(programme(), answering(BED))
    text = graph_text(cleaned(mixed).edit)

    assert text.count("amix") == 1
    assert text.index("atrim=end_sample=480000") < text.index("amix")


def test_a_clip_that_is_quiet_enough_is_left_as_it_is() -> None:
    done = cleaned(programme(), CleanedSound(None, CleaningPlan(34.0)))

    assert graph_text(done.edit) == graph_text(programme())
    assert done.words == "the noise is 34 dB under the voice, so it is left as it is"


def test_a_dry_run_says_what_will_be_done() -> None:
    done = cleaned(programme(), CleanedSound())

    assert graph_text(done.edit) == graph_text(programme())
    assert done.words == "the noise is taken out when the video is made"


def test_a_sound_without_a_voice_is_told() -> None:
    done = cleaned(programme(), CleanedSound(None, CleaningPlan(-20.0, is_spoken=False)))

    assert graph_text(done.edit) == graph_text(programme())
    assert "no voice is clear of the noise" in done.edit.notes[0]


def test_music_in_the_clip_is_told_with_its_times() -> None:
    music = tuple(Span(Seconds(at), Seconds(at + 1)) for at in (1, 3, 5, 7))
    done = cleaned(programme(), CleanedSound(FILE, CleaningPlan(10.0, 15.0, music)))
    cut = programme().keep_spans([Span(Seconds(2), Seconds(4))])
    later = cleaned(cut, CleanedSound(FILE, CleaningPlan(10.0, 15.0, music[:1])))

    notes = show_moments((*done.edit.notes, *later.edit.notes), Seconds(0))
    assert "(1.0 s to 2.0 s, 3.0 s to 4.0 s, 5.0 s to 6.0 s, elsewhere)" in notes[0]
    assert "(1.0 s to 2.0 s)" in notes[1]


def test_a_clip_that_is_all_music_is_left_and_told_without_times() -> None:
    plan = CleaningPlan(10.0, 15.0, (Span(Seconds(0), Seconds(10)),), is_all_music=True)
    done = cleaned(programme(), CleanedSound(None, plan))

    assert graph_text(done.edit) == graph_text(programme())
    assert "has music; there" in done.edit.notes[0]
    assert done.words == ""


def test_where_the_filter_fails_a_plain_one_takes_its_place_and_that_is_told() -> None:
    done = cleaned(programme(), CleanedSound(fault="the package is missing"))

    assert "afftdn=nf=-53:nr=8" in graph_text(done.edit)
    assert "a plain filter, which does little" in done.edit.notes[0]
    assert "(the package is missing)" in done.edit.notes[0]


def test_a_clip_without_sound_has_no_noise() -> None:
    assert "no sound to take noise out of" in cleaned(programme(sound=False)).edit.notes[0]


def test_under_a_narration_the_sound_of_the_clip_stays_and_that_is_told() -> None:
    over = VoiceOver.from_options({"file": "sound.wav", "mode": "duck"}).resolve_options()
    alone = VoiceOver.from_options({"file": "sound.wav"}).resolve_options()
    ducked, replaced = (step.apply(programme(), answering(BED)) for step in (over, alone))

    assert "noise is taken out of the narration only" in cleaned(ducked).edit.notes[-1]
    assert cleaned(replaced).edit.notes == replaced.notes
