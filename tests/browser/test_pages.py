"""The pages in a real browser: what can be read, reached and copied, and what never happens."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from egv.core.text.translation import UiLanguage
from egv.tools.library.kits import load_kit
from egv.tools.pages.page_look import build_page_look
from egv.workflow.check.findings import CheckTopic
from egv.workflow.slip.content import SlipFacts, build_slip, format_slip_page
from egv.workflow.slip.deeds import Deed, DeedKind
from egv.workflow.slip.files import seal_text
from egv.workflow.slip.goods import Good, GoodKind, Tip
from egv.workflow.slip.progress import Progress
from tests.running import egv
from tests.shelf import Shelf

pytestmark = pytest.mark.browser
HOSTILE = """<img src=x onerror=alert(1)> 'a" $(id).mp4"""
RECIPE = """\
schema: egv/recipe@1
name: news
approval: review
steps: [colour-correct: {exposure: 0.5, mode: "off"}, subtitle: {burn: false}]
package: {thumbnail: true, post: {channels: [linkedin], text: "{title}"}}
"""
SUBTITLES = """\
1
00:00:00,200 --> 00:00:01,000
Hello <all> of you.

2
00:00:02,000 --> 00:00:02,800
And goodbye.
"""
SAID = """\
Hi all,

From Monday we book rooms another way, & <b>all</b> of them. You see at once which room is free.
Choose one, and done.

Will you try it this week?
"""
CLIP = (
    "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-f", "lavfi", "-i", "sine=440:d=3",
    "-pix_fmt", "yuv420p", "-g", "25",
)  # fmt: skip
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ("review", "report", "digest", "check", "cards", "slip", "kit")
PHONE, DESK = 390, 1280  # px
BRIGHT = """\
schema: egv/kit@1
name: bright
title: "<b>Bright</b>"
palette: {primary: "#FFD200", secondary: "#FFE98A", accent: "#7FE0C3", text_on_primary: "#222222"}
"""
KITS = ("neutral", "acme", "bright")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, as the system has it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, common: Path) -> Path:
    """A project with a draft of a clip that has a hostile name, and every page about it."""
    home = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(home)
        here.setenv("EGV_LANG", "en")
        here.setenv("EGV_CACHE", str(home / "cache"))
        here.setenv("EGV_SECRET", str(home / "secret"))
        Path("raw").mkdir()
        Shelf(common / "shelf").put(Path("raw", HOSTILE), CLIP)
        Path("raw", HOSTILE).with_suffix(".srt").write_text(SUBTITLES)
        Path("recipes").mkdir()
        Path("recipes/news.yaml").write_text(RECIPE)
        done("run", "-r", "news", "raw/", "--quality", "draft", "--no-input")
        [draft] = Path("out").glob("*.draft.mp4")
        done("review", "note", draft, "0:01", "<b>Who</b> is 'this'?", "--category", "privacy")
        Path("mail.txt").write_text(SAID)
        Path("brand_kits/bright").mkdir(parents=True)
        Path("brand_kits/bright/kit.yaml").write_text(BRIGHT)
        for kit in reversed(KITS):  # the neutral pages stay beside their video
            here.setenv("EGV_KIT", kit)
            write_pages(kit)
    return home / "out"


def write_pages(kit: str) -> None:
    """Write every page in the look of `kit` in `out`, with the kit's name except for neutral."""
    made = {
        "review": Path("out/review.html"),
        "report": Path("report.html"),
        "check": Path("check.html"),
        "cards": Path("cards.html"),
        "kit": Path("kit/index.html"),
        "slip": Path("slip.html"),
    }
    done("review", "page", "out")
    done("report", "-o", made["report"])
    done("check", Path("raw", HOSTILE), "-o", made["check"])
    done("share", "digest", "out")
    done("recipe", "script", "weekly-update", "--from", "mail.txt", "--cards", made["cards"])
    done("kit", "preview", kit, "-o", "kit/", "--format", "landscape")
    made["slip"].write_text(slip_page(kit), encoding="utf-8")
    made["digest"] = next(Path("out/share").glob("digest-*.html"))
    for name, path in made.items():
        path.rename(Path("out", name_page(name, kit)))


def name_page(name: str, kit: str) -> str:
    return f"{name}.html" if kit == "neutral" else f"{name}.{kit}.html"


def slip_page(kit: str) -> str:
    """A slip with every part that it can have, of a clip and a maker with a hostile name."""
    facts = SlipFacts(
        clip=HOSTILE,
        seconds=42.0,
        goods=(Good(GoodKind.VOICE, 1.0, {"db": 31}), Good(GoodKind.FACE, 1.0)),
        deeds=(Deed(DeedKind.SUBTITLED, {"count": 24}), Deed(DeedKind.CLEANED)),
        tip=Tip(CheckTopic.SHAKE, ""),
        mark="draft",
        maker=HOSTILE,
        team="Communications",
        contact="comms@acme.example",
        progress=Progress(3, 6.0),
    )
    slip = build_slip(facts, UiLanguage.EN, date(2026, 3, 1))
    return seal_text(format_slip_page(slip, UiLanguage.EN, build_page_look(load_kit(kit))))


def done(*words: object) -> None:
    ran = egv(*words)

    assert ran.code == 0, ran.err


@pytest.fixture
def opened(browser: Any, pages: Path) -> Iterator[Callable[..., Any]]:
    """Open a page at a width; nothing on it may ask, fail or fetch."""
    said: list[str] = []
    context = browser.new_context()

    def open_page(name: str, width: int = 1280) -> Any:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("request", lambda request: said.append(request.url))
        page.goto((pages / name).as_uri())
        return page

    yield open_page
    context.close()

    assert [each for each in said if not each.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("kit", KITS)
@pytest.mark.parametrize(
    ("name", "width"),
    [("review", DESK), ("cards", DESK), ("kit", DESK), *((page, PHONE) for page in PAGES)],
)
def test_a_page_is_accessible_and_fits(
    opened: Callable[..., Any], name: str, width: int, kit: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(name_page(name, kit), width)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}})

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_page_wears_the_kit_of_the_project(opened: Callable[..., Any]) -> None:
    plain = opened("report.html")
    assert plain.locator(".band").count() == 0

    page = opened("report.acme.html")
    until(page, "[...document.fonts].filter(font => font.status === 'loaded').length === 2")
    assert page.get_by_role("img", name="Acme").evaluate("each => each.naturalHeight") > 0
    assert page.locator(".band").evaluate(COLOUR_BEHIND) == "rgb(16, 52, 79)"

    bright = opened("report.bright.html")
    assert bright.locator(".band").inner_text() == "<b>Bright</b>"
    assert bright.locator(".band").evaluate(COLOUR_BEHIND) == "rgb(255, 210, 0)"


COLOUR_BEHIND = "each => getComputedStyle(each).backgroundColor"


def test_names_and_notes_are_text(opened: Callable[..., Any]) -> None:
    page = opened("review.html")

    assert HOSTILE.removesuffix(".mp4") in page.locator("article h2").inner_text()
    assert page.locator("article img").count() == 0
    assert "<b>Who</b> is 'this'?" in page.locator("article").inner_text()
    assert "Hello <all> of you." in page.locator(".lines").inner_text()


def test_a_full_slip_nearly_fits_one_phone_and_prints_on_one_page(
    opened: Callable[..., Any],
) -> None:
    page = opened("slip.html", 390)
    assert page.locator("img").count() == 0
    assert page.locator("p").filter(has_text="<img src=x").count() == 3
    assert page.evaluate("document.documentElement.scrollHeight") <= 950

    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") == 1


def test_both_videos_play_and_a_subtitle_goes_to_its_time(opened: Callable[..., Any]) -> None:
    page = opened("review.html")
    page.get_by_role("button", name="0:02").click()
    until(page, "document.querySelector('#after-1').currentTime >= 2")
    page.evaluate("document.querySelectorAll('video')[1].load()")
    until(page, "document.querySelectorAll('video')[1].readyState >= 1")

    lengths = page.evaluate("[...document.querySelectorAll('video')].map(each => each.duration)")
    assert lengths == pytest.approx([3.0, 3.0], abs=0.1)


def test_a_button_copies_the_command_that_a_shell_reads_as_meant(
    opened: Callable[..., Any], pages: Path
) -> None:
    page = opened("review.html")
    page.get_by_label("Your name").fill("Jan d'Arc; rm -rf ~")
    page.get_by_text("Rather in a terminal?").click()
    page.get_by_label("What should change").fill("It's $HOME")
    page.get_by_label("Your note about the content").fill("It's $HOME")
    words = shlex.split(copied(page, "Copy: Approve"))
    [draft] = pages.glob("*.draft.mp4")
    assert words == ["egv", "review", "approve", f"out/{draft.name}", "--by", "Jan d'Arc; rm -rf ~"]

    assert shlex.split(copied(page, "Copy: Reject"))[-2:] == ["--note", "It's $HOME"]

    page.get_by_label("Category").select_option("facts")
    assert shlex.split(copied(page, "Copy: Write a note"))[2:] == [
        "note", f"out/{draft.name}", "0:00", "It's $HOME", "--category", "facts",
        "--by", "Jan d'Arc; rm -rf ~",
    ]  # fmt: skip


def test_everything_is_reached_and_done_by_keyboard(opened: Callable[..., Any]) -> None:
    page = opened("review.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    assert {"after-1", "text-1", "about-1", "at-1", "why-1", "save-button", "0:02"} <= reached

    page.get_by_text("Rather in a terminal?").focus()
    page.keyboard.press("Enter")
    assert copied(page, "Copy: Approve").startswith("egv review approve")


def test_what_is_decided_on_the_page_is_saved_and_applied(
    opened: Callable[..., Any], pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened("review.html")
    save, status = page.get_by_role("button", name="Save my verdict"), page.locator("#status")
    save.click()
    assert status.inner_text() == "Write your name at the top."
    page.get_by_label("Your name").fill("Jan d'Arc")
    page.get_by_role("radio", name="Reject").check()
    save.click()
    assert status.inner_text().endswith("write what should change.")
    page.get_by_role("radio", name="Approve").check()
    page.get_by_label("Your note about the content").fill("<i>40</i> people")
    page.get_by_label("Time in the video").fill("0:09")
    save.click()
    assert "this time is outside the video" in status.inner_text()
    page.get_by_label("Time in the video").fill("0:02")
    with page.expect_download() as saved:
        save.click()
    assert page.locator("#new-1 i").count() == 0

    copy = tmp_path / "project"
    shutil.copytree(pages.parent, copy)
    monkeypatch.chdir(copy)
    saved.value.save_as("verdict.json")
    done("review", "apply", "verdict.json")
    [output] = egv("review", "list", "--json").json["outputs"]
    assert (output["state"], output["by"]) == ("approved", "Jan d'Arc")
    assert output["notes"][-1]["text"] == "<i>40</i> people"


def test_a_missing_video_is_told(opened: Callable[..., Any], pages: Path, tmp_path: Path) -> None:
    alone = tmp_path / "review.html"
    shutil.copy(pages / "review.html", alone)
    page = opened(alone)
    until(page, "[...document.querySelectorAll('video + p')].every(each => !each.hidden)")

    assert "is missing beside this page" in page.locator("article").inner_text()
    whole = opened("review.html")
    until(whole, "[...document.querySelectorAll('video')].every(each => each.readyState > 0)")
    assert whole.locator("video + p:visible").count() == 0


def test_the_kit_page_opens_and_shows_its_pictures(opened: Callable[..., Any]) -> None:
    page = opened("kit.html")

    assert page.locator("img").count() > 0
    broken = "[...document.images].filter(each => !each.naturalWidth).length"
    assert page.evaluate(broken) == 0


def card(page: Any) -> str:
    """The name of the card that is seen; there is one."""
    return str(page.locator(".cue:visible h2").inner_text()).lower()


def test_cue_cards_are_turned_by_keyboard_and_each_has_its_clock(
    opened: Callable[..., Any],
) -> None:
    page = opened("cards.html")
    clock = page.get_by_role("timer")
    assert (card(page), clock.inner_text()) == ("hook", "0:10")
    page.wait_for_timeout(1200)
    assert clock.inner_text() == "0:10"  # nobody has begun

    page.keyboard.press("Space")
    until_true(page, lambda: clock.inner_text() == "0:09", "the clock runs")
    page.keyboard.press("Space")
    assert (card(page), clock.inner_text()) == ("message", "0:50")
    page.get_by_role("button", name="Pause").press("Space")
    stopped = clock.inner_text()
    page.wait_for_timeout(1200)
    assert (card(page), clock.inner_text()) == ("message", stopped)
    page.keyboard.press("ArrowLeft")
    assert (card(page), clock.inner_text()) == ("hook", "0:10")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert card(page) == "ask"
    assert page.get_by_role("status").inner_text() == "That was the last card."
    page.get_by_role("button", name="Again").click()
    assert (card(page), clock.inner_text()) == ("hook", "0:10")


def test_a_beat_that_runs_over_says_so(opened: Callable[..., Any]) -> None:
    page = opened("cards.html")
    page.evaluate("document.querySelector('.cue').dataset.seconds = '0.2'")
    page.keyboard.press("Space")

    until_true(page, lambda: page.get_by_role("timer").inner_text() == "+0:01", "it runs over")
    assert page.locator("#state").inner_text() == "over"


def test_cue_cards_are_turned_by_finger(opened: Callable[..., Any]) -> None:
    page = opened("cards.html", 390)
    page.locator(".cue:visible .say").click()
    page.locator(".cue:visible .say").click()
    assert card(page) == "message"
    assert "& <b>all</b> of them" in page.locator(".say").first.text_content()

    for across, name in ((-120, "ask"), (120, "message"), (20, "message")):
        page.evaluate(SWIPE, across)
        assert card(page) == name


SWIPE = """across => {
  const cue = document.querySelector(".cue.now");
  const touch = x => new Touch({ identifier: 1, target: cue, clientX: x, clientY: 300 });
  const send = (kind, list, x) => cue.dispatchEvent(new TouchEvent(kind, {
    bubbles: true, cancelable: true, touches: list, changedTouches: [touch(x)],
  }));
  send("touchstart", [touch(200)], 200);
  send("touchend", [], 200 + across);
}"""


def until(page: Any, condition: str) -> None:
    """Wait until `condition` holds; the page lets nobody but its own script evaluate anything."""
    until_true(page, lambda: page.evaluate(condition), condition)


def until_true(page: Any, is_true: Callable[[], bool], told: str) -> None:
    for _ in range(200):
        if is_true():
            return
        page.wait_for_timeout(50)
    raise AssertionError(told)


def copied(page: Any, name: str) -> str:
    """What the button called `name` copies, pressed by keyboard and pasted when it says so."""
    button = page.get_by_role("button", name=name)
    label = button.inner_text()
    button.focus()
    page.keyboard.press("Enter")
    until_true(page, lambda: button.inner_text() != label, f"{name} says that it copied")
    return pasted(page)


def pasted(page: Any) -> str:
    """What the clipboard holds, as a person finds out."""
    field = "Object.assign(document.createElement('textarea'), {id: 'p'})"
    page.evaluate(f"document.body.append({field})")
    page.locator("#p").focus()
    page.keyboard.press("Control+V")
    text = str(page.locator("#p").input_value())
    page.evaluate("document.getElementById('p').remove()")
    return text
