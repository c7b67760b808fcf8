"""Laws that hold for every step: a new one is tested the moment it is registered."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from egv.core.delivery.deliver import deliver
from egv.core.graph.pads import Filter, list_upstream_filters
from egv.core.media.clip import Cue
from egv.core.media.timing import Seconds, Span
from egv.core.picture.camera import Focus
from egv.core.programme.concat import concatenate_clips, level_clips, split_for_concat
from egv.core.programme.edit import Edit
from egv.core.programme.questions import (
    Ask,
    CardClipOf,
    CleanedSoundOf,
    ColourOf,
    CuesIn,
    FinishedClockOf,
    FocusOf,
    FontFaceAt,
    ImageSizeOf,
    LightUnder,
    LoudnessOf,
    MusicBedOf,
    ShotsIn,
    SidecarTextOf,
    SidesOf,
    SoundAt,
    SpeechIn,
)
from egv.core.programme.step import Step, find_kit_path
from egv.core.project.parse_recipe import parse_recipe
from egv.core.project.recipe import Recipe, RecipeFile, to_recipe_data
from egv.core.sound.loudness import Loudness
from egv.core.sound.noise import CleanedSound, CleaningPlan
from egv.core.sound.sides import Sides
from egv.core.sound.speech_spans import Speech
from egv.steps import STEPS
from egv.steps.lower_third import LowerThirdStep
from egv.steps.music import Music
from egv.steps.reframe import Reframe
from egv.steps.voice_over import VoiceOver
from tests.conftest import (
    FACE,
    a_kit,
    answering,
    delivered,
    face_at,
    graph_text,
    media,
    programme,
    sound_file,
)
from tests.places import ROOT
from tests.steps.test_colour_correct import DIM_AND_WARM

NEEDED: dict[type[Step], dict[str, Any]] = {
    LowerThirdStep: {"person": "Maria", "role": "Engineer"},
    VoiceOver: {"file": Path("/clips/narration.wav")},
    Reframe: {"fit": "pad"},
}
EXAMPLES: tuple[Step, ...] = tuple(step(**NEEDED.get(step, {})) for step in STEPS)
SOUND_BRINGERS = (VoiceOver.name, Music.name)
ACME = a_kit(
    logo={"variants": {"white": {"file": "white.png"}}},
    intro={"card": {"lines": ["{title}"]}},
    music={"bed": "bed.wav", "licence": "CC0"},
)
WORLD: Ask = answering(
    {
        FontFaceAt: FACE,
        ImageSizeOf: (400, 100),
        LightUnder: 0.4,
        CardClipOf: media(seconds=1, sound=False),
        SidecarTextOf: Path("/clips/a.srt"),
        FinishedClockOf: None,
        CuesIn: (Cue(Span(Seconds(3), Seconds(5)), "Hello there."),),
        LoudnessOf: Loudness(-30.0, -9.0, 4.0, -65.0),
        CleanedSoundOf: CleanedSound(Path("/tmp/voice.pcm"), CleaningPlan(10.0, 15.0)),
        SpeechIn: Speech(Seconds(10), (Span(Seconds(2), Seconds(8)),)),
        ColourOf: DIM_AND_WARM,
        FocusOf: Focus((face_at(0.4, 0.4),), Seconds(10)),
        ShotsIn: (),
        SidesOf: Sides(),
        SoundAt: sound_file("sound.wav", 12),
        MusicBedOf: Path("/tmp/bed.pcm"),
    }
)


def applied(step: Step, **facts: Any) -> Edit:
    return step.resolve_options(ACME).apply(programme(**facts), WORLD)


def applied_to_two(step: Step) -> Edit:
    """The programme that two clips of other shapes become."""
    clips = (programme(), programme(sound=False, seconds=2, width=1080, height=1920))
    each, whole = split_for_concat([step.resolve_options(ACME)])
    assert each or whole
    done = [one.apply(clip, WORLD) for clip in clips for one in each] or clips
    edit = concatenate_clips(level_clips(done, WORLD), clips[0].canvas)
    for one in whole:
        edit = one.apply(edit, WORLD)
    return edit


def shown(edit: Edit) -> str:
    """The graphs of the clip's own shape and of another."""
    made = deliver(edit, ACME, {}, WORLD, ("source", "portrait"))
    return "\n".join(map(graph_text, made))


def is_clocked(rate: Filter) -> bool:
    """Whether the frames that an `fps` fills its gaps with are asked for one by one."""
    before = rate.inputs[0].node
    if not isinstance(before, Filter) or before.name != "streamselect":
        return False
    return "nullsrc" in {each.name for each in list_upstream_filters(before.inputs[:1])}


def list_subclasses(kind: type[Step]) -> list[type[Step]]:
    return [found for own in kind.__subclasses__() for found in (own, *list_subclasses(own))]


def list_graphs() -> dict[str, str]:
    """The graphs of every step on one clip and on two, by the step's name."""
    return {step.name: shown(applied(step)) + shown(applied_to_two(step)) for step in EXAMPLES}


GRAPHS = """
import json
from tests.steps.test_every_step import list_graphs
print(json.dumps(list_graphs()))
"""


def test_graphs_are_the_same_in_every_process() -> None:
    """Python orders a set of texts by a seed that is another one in each process."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", GRAPHS],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2", "3")
    ]
    one, *others = [json.loads(process.communicate()[0]) for process in processes]

    assert list(one) == [step.name for step in STEPS]
    assert others == [one, one]


def test_every_step_file_is_registered() -> None:
    found = {
        step.__name__ for step in list_subclasses(Step) if step.__module__.startswith("egv.steps")
    }

    assert found == {step.__name__ for step in STEPS}


@pytest.mark.parametrize("step", EXAMPLES, ids=lambda step: step.name)
class TestEveryStep:
    def test_it_does_something_and_says_what(self, step: Step) -> None:
        done = applied(step)

        assert shown(done) != shown(programme())
        assert done.explanations[-1].step == step.name

    def test_labels_are_written_once_and_read_once(self, step: Step) -> None:
        planned = delivered(applied(step), ACME, WORLD)
        labels = re.findall(r"\[(s\d+)\]", graph_text(planned))
        unmapped = [label for label in labels if labels.count(label) == 1]

        assert all(labels.count(label) <= 2 for label in labels)
        assert len(unmapped) == (1 if planned.copied_source else 2)  # read by the output

    def test_a_rate_is_only_made_behind_a_clock(self, step: Step) -> None:
        planned = deliver(applied(step), ACME, {}, WORLD, ("source", "portrait"))
        pads = tuple(each.picture for each in planned if not each.copied_source)
        rates = [each for each in list_upstream_filters(pads) if each.name == "fps"]

        assert rates
        assert all(is_clocked(each) for each in rates)

    def test_a_clip_without_sound_is_no_error(self, step: Step) -> None:
        done = applied(step, sound=False)

        assert (done.sound is not None) == (step.name in SOUND_BRINGERS)

    def test_picture_and_sound_keep_one_clock(self, step: Step) -> None:
        done = applied(step)

        assert done.duration * done.canvas.frame_rate == done.frames

    def test_it_works_on_several_clips(self, step: Step) -> None:
        edit = applied_to_two(step)

        assert edit.duration == sum(part.duration for part in edit.parts)
        assert step.name in {why.step for why in edit.explanations}

    def test_it_survives_a_recipe(self, step: Step) -> None:
        read, faults = parse_recipe(to_recipe_data(Recipe(RecipeFile(name="r"), (step,))), STEPS)

        assert not faults
        assert read == Recipe(RecipeFile(name="r"), (step,))

    def test_every_option_has_help(self, step: Step) -> None:
        fields = type(step).model_fields

        assert fields
        assert all(field.description for field in fields.values())

    def test_it_is_frozen(self, step: Step) -> None:
        field = next(iter(type(step).model_fields))

        with pytest.raises(ValueError, match="frozen"):
            setattr(step, field, None)

    def test_what_is_not_given_is_the_kits_else_built_in(self, step: Step) -> None:
        open_options = {
            name: field
            for name, field in type(step).model_fields.items()
            if find_kit_path(field) and name not in step.model_fields_set
        }
        built_in, of_kit = step.resolve_options(), step.resolve_options(ACME)

        assert {name: getattr(built_in, name) for name in open_options} == {
            name: field.default for name, field in open_options.items()
        }
        assert {name: getattr(of_kit, name) for name in open_options} == {
            name: ACME.get_setting(find_kit_path(field)) for name, field in open_options.items()
        }

    def test_resolving_keeps_the_order_of_the_options(self, step: Step) -> None:
        assert list(step.resolve_options(ACME).model_dump()) == list(type(step).model_fields)
