"""Programmes, answers and clips that tests are made of."""

from __future__ import annotations

import getpass
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.database import DirectoryBasedExampleDatabase

from egv.core.delivery.deliver import Deliverable, deliver
from egv.core.graph.ffmpeg_command import compile_command
from egv.core.graph.pads import Pad
from egv.core.kit.kit import Kit, KitFile
from egv.core.media.clip import AudioStream, Clip, SoundFile, VideoStream
from egv.core.media.timing import Seconds
from egv.core.picture.camera import Focus
from egv.core.picture.heads import FaceBox, FaceTrack
from egv.core.programme.edit import Edit, create_edit
from egv.core.programme.questions import Ask, FocusOf, FontFaceAt, PngOfImage, Question, TextNotesOf
from egv.core.titles.fonts import FontFace
from tests.places import ROOT
from tests.shelf import Shelf

# Nothing is written below the checkout, which may be read-only; failing examples are kept aside.
EXAMPLES = Path(tempfile.gettempdir()) / f"egv-hypothesis-{getpass.getuser()}"
set_hypothesis_home_dir(EXAMPLES)
# No deadline: machines are shared, and no test is about time. The same examples at each run, so
# that a change is judged by what it changes; with EGV_EXPLORE=1 new ones, and those that failed.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile(
    "explore", deadline=None, database=DirectoryBasedExampleDatabase(EXAMPLES / "examples")
)
settings.load_profile("explore" if os.environ.get("EGV_EXPLORE") else "steady")

SHARED = ROOT.parent / "shared" / "media"
SAMPLE = ROOT / "examples" / "sample.mp4"
SECONDS_OF_TONE = "sine=frequency=440:sample_rate=48000"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests skip only where what they are about is absent: clips, Chromium, or POSIX."""
    lacking = {
        "real": "" if SHARED.is_dir() else "no real clips beside the checkout",
        "browser": "" if shutil.which("chromium") else "no chromium on this machine",
    }
    for item in items:
        for name, why in lacking.items():
            if why and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=why))
        if sys.platform == "win32" and (posix := item.get_closest_marker("posix")):
            item.add_marker(pytest.mark.skip(reason=f"not on Windows: {', '.join(posix.args)}"))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
    monkeypatch.setenv("EGV_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("EGV_LANG", "en")
    monkeypatch.setenv("EGV_SHELL", "sh")
    monkeypatch.setenv("EGV_SECRET", str(tmp_path_factory.mktemp("user") / "secret"))


def media(
    *, seconds: int | Fraction = 10, rate: int | Fraction = 30, sound: bool = True, **video: Any
) -> Clip:
    """The facts of an ordinary clip."""
    facts: dict[str, Any] = {"width": 1920, "height": 1080, "pixel_format": "yuv420p"}
    facts |= {"codec": "h264", **video}
    return Clip(
        path=Path("/clips/a.mp4"),
        duration=Seconds(seconds),
        video=VideoStream(
            index=0, frame_rate=Fraction(rate), start=Seconds(0), end=Seconds(seconds), **facts
        ),
        audio=AudioStream(index=1, codec="aac", sample_rate=48000, channels=2) if sound else None,
    )


def sound_file(name: str, seconds: float) -> SoundFile:
    """The facts of a narration or a bed."""
    track = AudioStream(index=0, codec="pcm_s16le", sample_rate=48000, channels=1)
    return SoundFile(Path("/clips") / name, Seconds(str(seconds)), track)


def programme(**facts: Any) -> Edit:
    """The programme that an ordinary clip is before any step."""
    return create_edit(media(**facts))


# A font of which every letter is half as wide as it is high, and that has no emoji.
FACE = FontFace(
    path=Path("/kits/test/letters.ttf"),
    family="Letters",
    bold=False,
    italic=False,
    units_per_em=1000,
    ascent=800,
    descent=200,
    advances=dict.fromkeys((*range(32, 127), *range(160, 384)), 500),
)


def a_kit(**says: Any) -> Kit:
    """A brand kit that says this and nothing else."""
    typefaces = dict.fromkeys(("heading", "body", "caption"), (FACE.path,))
    return Kit(KitFile.model_validate({"name": "test", **says}), Path("/kits/test"), typefaces)


def delivered(
    edit: Edit, kit: Kit | None = None, ask: Ask | None = None, **texts: str
) -> Deliverable:
    """`edit`, dressed."""
    [only] = deliver(edit, kit or a_kit(), texts, ask or answering({FontFaceAt: FACE}))
    return only


def face_at(x: float, y: float, *, high: float = 0.2, seconds: int = 10) -> FaceTrack:
    """A face in the middle of (x, y), `high` and as wide in a 16:9 picture, that keeps still."""
    return face_moving(lambda _: (x, y), high=high, seconds=seconds)


def face_moving(
    place: Callable[[float], tuple[float, float]], *, high: float = 0.2, seconds: int = 10
) -> FaceTrack:
    """A face that is at `place` of the seconds since the start, looked at four times in each."""
    boxes = []
    for number in range(4 * seconds):
        (x, y), wide = place(number / 4), high * 9 / 16
        face = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        head = (x - 0.65 * wide, y - 0.8 * high, x + 0.65 * wide, y + 0.55 * high)
        features = (x - wide / 4, y - high / 8, x + wide / 4, y + high / 4)
        boxes.append(FaceBox(Seconds(number, 4), face, head, features, 0.9))
    return FaceTrack(tuple(boxes))


def answering(answers: Mapping[type[Question[Any]], Any]) -> Ask:
    """A world that answers each kind of question with one value; nobody is seen unless it says."""
    known: dict[type[Question[Any]], Any] = {FocusOf: Focus(), TextNotesOf: (), **answers}

    def ask(question: Question[Any], /) -> Any:
        if isinstance(question, PngOfImage):  # a plain PNG is its own
            return known.get(PngOfImage, question.path)
        return known[type(question)]

    return ask


def graph_text(edit: Edit | Deliverable) -> str:
    """The filter graph of the picture and sound of `edit`, as they are now."""
    return graph_of(edit.picture, edit.sound)


def graph_of(picture: Pad, sound: Pad | None) -> str:
    """The filter graph that makes `picture` and `sound`."""
    pads = (picture, sound) if sound else (picture,)
    arguments = compile_command(pads, "out.mp4", {})
    return arguments[arguments.index("-filter_complex") + 1]


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the whole run, the same one for all its workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def shared_cache(common: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a content stays known: for tests that are not about finding it out."""
    monkeypatch.setenv("EGV_CACHE", str(common / "cache"))


@pytest.fixture
def light_sample(clip: Callable[..., Path]) -> Path:
    """The first two sentences of the sample, a quarter as wide, and beside it what they say."""
    picture = ("-t", "8.6", "-vf", "fps=24,scale=320:180", "-colorspace", "bt709")
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-c:a", "copy")
    path = clip("light/sample.mp4", "-i", str(SAMPLE), *picture, *coding)
    said = SAMPLE.with_suffix(".script.txt").read_text(encoding="utf-8").splitlines()
    path.with_suffix(".txt").write_text("\n".join(said[:2]))
    return path


@pytest.fixture
def clip(common: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a clip with ffmpeg: `clip("a.mp4", "-f", "lavfi", "-i", "testsrc2", …)`."""
    shelf = Shelf(common / "shelf")

    def make(name: str, *arguments: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shelf.put(path, arguments)
        return path

    return make


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, of a user who has no settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
