"""Share packs and the weekly overview."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from egv.tools.clips.probe import probe
from tests.running import Ran, egv

pytestmark = pytest.mark.media
Maker = Callable[..., Path]
WEEK = "{0[0]}-W{0[1]:02}".format(datetime.now(UTC).isocalendar())
RECIPE = """\
schema: egv/recipe@1
name: news
audience: {audience}
vars: {{title: {{default: Hello}}, name: {{}}}}
steps: [colour-correct: {{exposure: 0.5, mode: "off"}}, subtitle: {{burn: false}}]
outputs: [{{format: landscape}}, {{format: square}}]
package:
  thumbnail: true
  transcript: true
  licence: internal
  post: {{channels: [linkedin, x], text: "{{title}} by {{name}}", hashtags: ["#News"]}}
"""
SUBTITLES = "1\n00:00:00,100 --> 00:00:00,900\nHello all of you.\n"


@pytest.fixture
def made(clip: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A project in which a video is made, for an audience."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EGV_LANG", "en")
    source = clip(
        "raw/talk.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=3", "-pix_fmt", "yuv420p"
    )
    source.with_suffix(".srt").write_text(SUBTITLES)
    Path("recipes").mkdir()

    def make(audience: str) -> None:
        Path("recipes/news.yaml").write_text(RECIPE.format(audience=audience))
        ran = egv("run", "-r", "news", source, "--quality", "draft", "--no-input")
        assert ran.code == 0, ran.err

    return make


def beside(**says: Any) -> None:
    Path("raw/talk.egv.yaml").write_text(json.dumps(says))


def pack(*words: str) -> Ran:
    return egv("share", "pack", *words)


def test_a_pack_holds_all_that_posting_needs(made: Callable[[str], None]) -> None:
    made("team")
    beside(people=[{"name": "Jan", "scope": ["internal"]}], vars={"name": "Jan"})
    ran = pack("raw/talk.mp4", "--json")

    assert ran.code == 0, ran.err
    folder = Path("out/share/talk")
    names = {path.name for path in folder.iterdir()}
    assert names >= {
        "talk.landscape.mp4", "talk.square.mp4", "poster.jpg", "poster.square.jpg",
        "transcript.txt", "checklist.md", "post.linkedin.txt",
        "post.x.txt", "pack.json", "talk.square.en.srt",
    }  # fmt: skip
    for name in ("talk.landscape.mp4", "talk.square.mp4"):
        assert (folder / name).read_bytes() == Path("out", name).read_bytes()
    assert (folder / "poster.jpg").read_bytes()[:3] == b"\xff\xd8\xff"
    assert (folder / "transcript.txt").read_text() == "Hello all of you.\n"
    text = (folder / "post.x.txt").read_text()
    assert text.startswith("Hello by Jan\n")
    assert "[" not in text
    assert text.endswith("#News\n")
    assert "[x] Everybody in it agreed" in (folder / "checklist.md").read_text()
    [one] = ran.json["packs"]
    assert one["sources"].keys() == {"../raw/talk.mp4"}
    assert one == json.loads((folder / "pack.json").read_text())

    again = pack("talk", "--set", "title=Anders")
    assert again.code == 0
    assert (folder / "post.x.txt").read_text().startswith("Anders by Jan")
    assert [path.name for path in Path("out/share").iterdir()] == ["talk"]
    assert pack("talk").code == 0  # what was said once is said again
    assert (folder / "post.x.txt").read_text().startswith("Anders by Jan")
    _check_what_people_wrote_stays(folder)

    _check_recipe_is_found(folder)

    said = Path("out/talk.square.en.srt")
    text = said.read_text()
    said.write_text(text.replace("Hello", "Hallo"))
    stale = pack("out")
    assert (stale.code, "was corrected after the video was made" in stale.err) == (2, True)
    said.write_text(text)

    Path("out/talk.square.mp4").write_bytes(b"other")
    assert pack("out").code == 2
    assert (folder / "pack.json").exists()


def _check_recipe_is_found(folder: Path) -> None:
    """A recipe that was given by its path is found again; where it is gone, that is told."""
    elsewhere = Path("elsewhere/ours.yaml")
    elsewhere.parent.mkdir()
    Path("recipes/news.yaml").rename(elsewhere)
    gone = pack("talk")
    assert "its recipe news is not there" in gone.out
    assert not (folder / "post.linkedin.txt").exists()

    assert egv("run", "-r", elsewhere, "raw/talk.mp4", "--quality", "draft").code == 0
    found = pack("talk")
    assert "its recipe" not in found.out
    assert (folder / "post.linkedin.txt").is_file()


def test_the_checklist_of_a_pack_holds_what_the_last_check_found(
    made: Callable[[str], None],
) -> None:
    made("team")
    pack("talk")
    unchecked = Path("out/share/talk/checklist.md").read_text()
    [found] = egv("check", "out/talk.landscape.mp4", "--json").json["clips"]
    pack("talk")
    checked = Path("out/share/talk/checklist.md").read_text()
    Path("recipes/news.yaml").write_text(RECIPE.format(audience="team").replace("0.5", "0.6"))
    egv("run", "-r", "news", "raw/talk.mp4", "--quality", "draft", "--no-input")
    pack("talk")

    tips = [finding["tip"] for finding in found["findings"]]
    assert tips[0].startswith("The video lasts 3 s")
    assert f"- [ ] {tips[0]}\n" in checked
    assert len(checked.splitlines()) == len(unchecked.splitlines()) + len(tips)
    assert tips[0] not in unchecked
    assert Path("out/share/talk/checklist.md").read_text() == unchecked


def _check_what_people_wrote_stays(folder: Path) -> None:
    theirs = "Mijn eigen woorden\r\n#News\r\n"
    (folder / "post.x.txt").write_bytes(theirs.encode())
    (folder / "extra.txt").write_text("mine")
    kept = pack("talk", "--json")

    assert (folder / "post.x.txt").read_bytes() == theirs.encode()
    assert (folder / "extra.txt").read_text() == "mine"
    assert kept.json["packs"][0]["kept"] == ["extra.txt", "post.x.txt"]
    assert {post["file"]: post["text"] for post in kept.json["packs"][0]["posts"]}[
        "post.x.txt"
    ].startswith("Mijn eigen woorden")
    (folder / "transcript.txt").write_text("Hallo, all of you.\n")
    lone = pack("talk")
    assert (lone.code, "the video shows another one" in lone.err) == (2, True)
    assert (folder / "transcript.txt").read_text() == "Hallo, all of you.\n"
    (folder / "transcript.txt").unlink()
    assert "kept as you changed it: extra.txt, post.x.txt" in pack("talk").out
    assert (folder / "post.x.txt").read_bytes() == theirs.encode()


def test_nothing_is_packed_that_may_not_be_shared(made: Callable[[str], None]) -> None:
    made("external")
    assert "no consent is recorded" in pack("out").err
    beside(people=[{"name": "Jan", "scope": ["internal"]}])
    assert "Jan's consent is only for use inside" in pack("out").err
    beside(people=[{"name": "Jan", "scope": ["external"], "until": "2020-01-01"}])
    ended = pack("out", "--json")
    assert ended.code == 4
    assert "Jan's consent ended on 2020-01-01" in ended.json["error"]["message"]
    assert not Path("out/share").exists()

    beside(people=[{"name": "Jan", "scope": ["external"]}])
    assert pack("out").code == 0


def test_nothing_private_is_packed_until_its_recipe_says_otherwise(
    made: Callable[[str], None],
) -> None:
    made("private")
    ran = pack("out")
    assert ran.code == 4
    assert "this video is private" in ran.err
    assert not Path("out/share").exists()

    was = Path("out/talk.square.mp4").stat().st_ino
    made("team")
    assert pack("out").code == 0
    assert Path("out/talk.square.mp4").stat().st_ino == was  # it was kept, and is for others now


def test_a_no_holds_inside_too_and_a_silence_does_not_stop(made: Callable[[str], None]) -> None:
    made("team")
    beside(people=[{"name": "Jan", "withdrawn": True}])
    assert "Jan withdrew consent" in pack("talk").err

    Path("raw/talk.egv.yaml").unlink()
    assert pack("talk").code == 0
    assert "[ ] Ask everybody in it" in Path("out/share/talk/checklist.md").read_text()


def test_what_egv_did_not_make_is_told_and_a_folder_of_others_is_left(
    made: Callable[[str], None],
) -> None:
    made("team")
    assert "did you mean 'talk'" in pack("tolk").err
    assert pack("tolk").code == 2

    Path("out/share/talk").mkdir(parents=True)
    Path("out/share/talk/mine.txt").write_text("mine")
    ran = pack("talk")
    assert ran.code == 2
    assert "is not a share pack; move it away" in ran.err
    assert Path("out/share/talk/mine.txt").read_text() == "mine"


def test_a_week_is_on_one_page_with_three_choices(
    made: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made("team")
    assert "No share pack was made in this week" in digest_page("en", monkeypatch)
    assert pack("talk", "--set", "title=<script>alert(1)</script>").code == 0
    page = digest_page("nl", monkeypatch)

    for words in ("Kopieer &amp; plaats", "Pas aan &amp; deel", "Sla over", f"week {WEEK}"):
        assert words in page
    assert 'href="talk/talk.square.mp4"' in page
    assert "data:image/jpeg;base64," in page
    assert "<script>alert" not in page
    text = Path(f"out/share/digest-{WEEK}.md").read_text()
    assert "    <script>alert(1)</script>" in text  # a block of code, in which nothing is markup
    assert egv("share", "digest", "--week", "2001-W01", "--json").json["packs"] == []
    assert "dit is geen week" in egv("share", "digest", "--week", "2026-11").err
    assert "deze map bestaat niet" in egv("share", "digest", "gone").err


def digest_page(tongue: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EGV_LANG", tongue)
    ran = egv("share", "digest", "--week", WEEK)

    assert ran.code == 0, ran.err
    return Path(f"out/share/digest-{WEEK}.html").read_text()


def test_each_poster_is_as_large_as_its_video(made: Callable[[str], None]) -> None:
    from PIL import Image

    made("team")
    pack("talk")
    for shape, name in (("landscape", "poster.jpg"), ("square", "poster.square.jpg")):
        video = probe(Path(f"out/talk.{shape}.mp4")).video
        assert video
        with Image.open(f"out/share/talk/{name}") as poster:
            assert poster.size == (video.width, video.height)


def test_a_run_makes_its_packs_and_so_does_approval(
    made: Callable[[str], None],
) -> None:
    made("team")
    recipe = Path("recipes/news.yaml")
    packed = recipe.read_text().replace("package:", "package:\n  with_run: true")
    recipe.write_text(packed)
    ran = egv("run", "-r", "news", "raw/talk.mp4", "--quality", "draft", "--set", "name=Jan")
    assert (ran.code, Path("out/share/talk/pack.json").is_file()) == (0, True)
    assert "Hello by Jan" in Path("out/share/talk/post.x.txt").read_text()
    assert "Jan" not in Path("out/.egv/ledger.jsonl").read_text()
    assert ran.out.splitlines()[-1] == "  egv share digest out"

    shutil.rmtree("out")
    recipe.write_text(packed.replace("steps:", "approval: review\nsteps:"))
    drafts = egv("run", "-r", "news", "raw/talk.mp4", "--quality", "draft", "--set", "name=Jan")
    assert (drafts.code, Path("out/share").exists()) == (0, False)
    egv("review", "note", "out/talk.square.draft.mp4", "0:00", "Jan", "--category", "facts")
    approved = egv("review", "approve", "raw/talk.mp4", "--by", "Ann")
    assert "note 1 is still open (0:00): Jan" in approved.out
    assert "Hello by Jan" in Path("out/share/talk/post.x.txt").read_text()
