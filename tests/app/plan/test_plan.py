"""Recipe and line become one plan with one hash (L8, L10)."""

from pathlib import Path

import pytest

from egv.app.plan.order import NamedStep, Order, RunOptions
from egv.app.plan.plan import plan_run, write_recipe
from egv.core.errors import ConflictError, RecipeError, UsageError
from egv.core.media.encoding import EncodeQuality
from egv.steps.lower_third import LowerThirdStep
from egv.steps.normalise import Normalise
from egv.steps.subtitle import Subtitle
from egv.steps.trim import Trim
from egv.steps.voice_over import VoiceOver

LOUDER = NamedStep(Normalise, {"lufs": -14.0})
MAIN_JOB = ["trim", "colour-correct", "normalise", "subtitle", "lower-third", "brand"]


def test_standard_is_the_main_job() -> None:
    plan = plan_run(Order(("a.mp4",), recipe="standard"))

    assert [step.name for step in plan.steps] == MAIN_JOB


def test_a_step_on_the_line_overrides_the_recipe_in_its_place() -> None:
    plan = plan_run(Order(("a.mp4",), (LOUDER,), "standard"))

    assert [step.name for step in plan.steps] == MAIN_JOB
    assert plan.steps[2] == Normalise(lufs=-14, peak_dbtp=-1.5)


def test_a_second_name_on_the_line_is_a_second_plate() -> None:
    named = [NamedStep(LowerThirdStep, {"person": name}) for name in ("Maria", "Jan")]
    plan = plan_run(Order(("a.mp4",), tuple(named), "standard"))

    assert [s.person for s in plan.steps if isinstance(s, LowerThirdStep)] == ["Maria", "Jan"]


def test_a_step_the_recipe_lacks_is_appended(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("schema: egv/recipe@1\nname: r\nsteps: [normalise]\n")
    plan = plan_run(Order(("a.mp4",), (NamedStep(Trim, {}),), str(tmp_path / "r.yaml")))

    assert [step.name for step in plan.steps] == ["normalise", "trim"]


def test_a_narration_on_the_line_comes_before_what_the_recipe_subtitles() -> None:
    narration = NamedStep(VoiceOver, {"file": Path("/n.wav")})
    named = [step.name for step in plan_run(Order(("a.mp4",), (narration,), "screencast")).steps]
    chain = plan_run(Order(("a.mp4",), (NamedStep(Subtitle, {}), narration))).steps

    assert named.index("voice-over") == named.index("subtitle") - 1
    assert [step.name for step in chain] == ["subtitle", "voice-over"]  # as it was written


def test_an_explicit_option_wins_also_when_it_equals_the_default(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(
        "schema: egv/recipe@1\nname: r\nsteps: [{normalise: {lufs: -20}}]\n"
    )
    plan = plan_run(
        Order(("a.mp4",), (NamedStep(Normalise, {"lufs": -16.0}),), str(tmp_path / "r.yaml"))
    )

    assert plan.steps == (Normalise(lufs=-16, peak_dbtp=-1.5),)


def test_skip_leaves_a_step_out_by_any_of_its_names() -> None:
    plan = plan_run(Order(("a.mp4",), recipe="standard", options=RunOptions(skip=("normalize",))))

    assert [step.name for step in plan.steps] == [n for n in MAIN_JOB if n != "normalise"]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (Order(("a",), recipe="standard", options=RunOptions(skip=("brnd",))), "no such step"),
        (Order(("a",), (LOUDER,), options=RunOptions(skip=("trim",))), "does not have that step"),
        (Order(("a",), (LOUDER,), options=RunOptions(skip=("normalise",))), "no steps are left"),
        (Order(("a",), recipe="standrd"), "no such recipe"),
        (
            Order(("a",), recipe="standard", options=RunOptions(variables=(("x", "1"),))),
            "nothing in this run shows",
        ),
    ],
)
def test_what_makes_no_plan_is_refused(order: Order, words: str) -> None:
    with pytest.raises((UsageError, RecipeError), match=words):
        plan_run(order)


def test_a_recipe_that_somebody_corrected_is_not_written_over(tmp_path: Path) -> None:
    line, other = (plan_run(Order((), (step,))) for step in (LOUDER, NamedStep(Trim, {})))
    place = tmp_path / "r.yaml"
    write_recipe(line, place)
    commented = f"# the tone of our videos\n{place.read_text()}"
    place.write_text(commented)

    write_recipe(line, place)
    assert place.read_text() == commented  # it says the same, and keeps its comment
    corrected = commented.replace("steps:", "script: [{beat: message, seconds: 40}]\nsteps:")
    place.write_text(corrected)
    for plan in (line, other):
        with pytest.raises(ConflictError, match="perhaps corrected by hand"):
            write_recipe(plan, place)
    assert place.read_text() == corrected
    assert plan_run(Order((), recipe=str(place))).recipe.script  # type: ignore[union-attr]
    write_recipe(other, place, overwrite=True)
    assert "script" not in place.read_text()


def test_a_saved_recipe_has_the_same_plan_hash(tmp_path: Path) -> None:
    line = plan_run(
        Order(("a.mp4",), (NamedStep(Trim, {"start": "1:30", "cut": ("2-3", "4-5")}), LOUDER))
    )
    write_recipe(line, tmp_path / "r.yaml")
    read = plan_run(Order(("b.mp4",), recipe=str(tmp_path / "r.yaml")))

    assert read.plan_hash == line.plan_hash
    assert read.steps == line.steps


def test_the_hash_is_of_words_that_shape_the_output_only() -> None:
    def hashed(**options: object) -> str:
        return plan_run(Order(("a.mp4",), (LOUDER,), options=RunOptions(**options))).plan_hash

    assert hashed() == hashed(output="elsewhere/", overwrite=True)
    assert hashed() != hashed(quality=EncodeQuality.BEST)
    assert hashed() != hashed(allow_damaged=True)
    assert (
        plan_run(Order(("a",), (NamedStep(Normalise, {"lufs": -16.0}),))).plan_hash
        == plan_run(Order(("a",), (NamedStep(Normalise, {}),))).plan_hash
    )
