"""Share packs: all that is needed to post a video, in one folder, for its audience."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from egv.app.plan.default_texts import CALL, collect_kit_texts
from egv.app.plan.inputs import format_clip_path
from egv.app.plan.recipes import load_recipe, load_recipe_file
from egv.app.render.finished_texts import is_same_text
from egv.app.run.posters import write_best_poster
from egv.core.cues.srt_vtt import format_transcript
from egv.core.errors import ConflictError, RecipeError
from egv.core.kit.formats import to_format_file_word
from egv.core.kit.kit import Kit
from egv.core.media.clip import Clip
from egv.core.media.timing import Span, format_clock
from egv.core.project.recipe import RecipeFile
from egv.core.project.recipe_parts import PackageContents
from egv.core.text.file_names import unescape_file_name
from egv.core.text.languages import parse_name_language
from egv.core.text.path_words import shorten_path
from egv.core.text.placeholders import MAKER, SAID
from egv.core.text.translation import UiLanguage
from egv.core.text.translations import choose_translation
from egv.tools.clips.clip_cache import load_clip
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.library.subtitle_files import load_cues
from egv.tools.machine.clock import utc_now
from egv.tools.machine.shell import format_line_to_paste
from egv.tools.store import cache
from egv.tools.store.atomic_files import check_own, open_part_folder
from egv.workflow.check.check import recall_last_check
from egv.workflow.check.formats import format_finding
from egv.workflow.share.consent_gate import check_channels, check_may_share
from egv.workflow.share.finished_videos import FinishedVideo
from egv.workflow.share.manifest import (
    INDEX,
    SHARE,
    FoundPack,
    Pack,
    PackedPost,
    PackedVideo,
    load_pack,
)
from egv.workflow.share.own_files import (
    check_spoken_texts,
    find_own_files,
    hash_written_files,
    keep_own_files,
)
from egv.workflow.share.posts import (
    PostMatter,
    compose_alt_text,
    compose_posts,
    list_channels,
)
from egv.workflow.share.texts import SharingReadiness, format_checklist

POSTER, TRANSCRIPT, CHAPTERS = "poster.jpg", "transcript.txt", "chapters.txt"
CHECKLIST = "checklist.md"
CAPTIONS = (".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class PackOrder:
    """The kit, the texts said for the posts, and the language to speak; `today` is for consents.

    `recipe` is that of the video, where it is at hand; else its name is looked for.
    """

    kit: Kit
    said: Mapping[str, str]
    tongue: UiLanguage
    today: date
    recipe: RecipeFile | None = None


def create_pack(video: FinishedVideo, order: PackOrder) -> FoundPack:
    """Create the share pack of `video` in `share/NAME` beside it, replacing an older one.

    What people changed in the older pack stays. Raises GateError where the video may not be shared,
    and ConflictError where a foreign folder is in the way or a video or its text was changed after
    egv made it.
    """
    agreed = check_may_share(video, order.today)
    folder = video.folder / SHARE / video.stem
    _check_pack_folder(folder, video)
    for path, line in zip(video.video_paths, video.output_records, strict=True):
        if cache.hash_content(path) != line.content:
            raise ConflictError(
                f"{path}: this file was changed after egv made it; run the same 'egv"
                " run' line again, then pack it",
                hint="egv run CLIP --overwrite",
            )
    _check_subtitles(video)
    recipe = order.recipe or load_pack_recipe(video) or RecipeFile(name="none")
    if recipe.package:
        check_channels(video, recipe.package.post.channels, order.kit.spec)
    own = find_own_files(folder, load_pack(folder))
    _check_videos_unchanged(own, video)
    with open_part_folder(folder) as made:
        earlier = load_pack(folder)
        context = _PackContext(
            video,
            recipe,
            order.kit,
            order.said,
            order.tongue,
            agreed,
            earlier.said if earlier else {},
        )
        pack = _write_pack(made, context)
        check_spoken_texts(own, [TRANSCRIPT, *(path.name for path in context.captions)], made)
        pack = keep_own_files(pack, own, made)
        _write_text(made / INDEX, pack.to_json())
    return FoundPack(pack, folder)


def load_pack_recipe(video: FinishedVideo) -> RecipeFile | None:
    """Load the recipe that a video was made with: its file, else the one of that name.

    None where neither is there or it is faulty now; such a video gets the usual contents.
    """
    about = video.provenance
    file = video.ledger_folder / unescape_file_name(about.recipe_file)
    try:
        if about.recipe_file and file.is_file():
            return load_recipe_file(file).spec
        return load_recipe(about.recipe).spec if about.recipe else RecipeFile(name="none")
    except RecipeError:
        return None


def _check_pack_folder(folder: Path, video: FinishedVideo) -> None:
    check_own(
        folder,
        lambda place: (place / INDEX).is_file(),
        "this exists and is not a share pack; move it away",
    )
    pack, of = load_pack(folder), video.provenance.sources
    if pack is None or not (pack.sources and of):
        return
    if not ({*pack.sources} & {*of} or {*pack.sources.values()} & {*of.values()}):
        clips = ", ".join(
            str(video.ledger_folder / unescape_file_name(name)) for name in pack.sources
        )
        raise ConflictError(
            f"{folder}: this is the share pack of a video made from {clips}; move it away"
        )


def _check_videos_unchanged(own: Iterable[Path], video: FinishedVideo) -> None:
    """Raise ConflictError where a person replaced a video in the pack."""
    names = {path.name for path in video.video_paths}
    for path in own:
        if path.name in names:
            raise ConflictError(
                f"{format_clip_path(path)}: this video in the pack was changed after it was packed;"
                " move it away"
            )


def _check_subtitles(video: FinishedVideo) -> None:
    """Raise ConflictError where subtitles were corrected after the video was made."""
    for line in video.output_records:
        for name, content in line.all_sidecars.items():
            path = video.ledger_folder / unescape_file_name(name)
            if path.is_file() and not is_same_text(path, content, line.subtitles):
                raise ConflictError(
                    f"{format_clip_path(path)}: this file was corrected after the video was"
                    " made, so the video still shows the old text; run the same 'egv run' line"
                    " again, then pack it",
                    hint=_format_run_line(video),
                )


def _format_run_line(video: FinishedVideo) -> str:
    """Format the line that makes a video of a recipe again, as far as the ledger tells it."""
    about = video.provenance
    if not about.recipe:
        return ""
    space = ("--space", about.space) if about.space else ()
    clips = (format_clip_path(shorten_path(path, Path.cwd())) for path in video.source_paths)
    return format_line_to_paste(("egv", "run", "-r", about.recipe, *space, *clips))


@dataclass(frozen=True, slots=True)
class _PackContext:
    """All that a pack is made of: the video, its recipe and kit, texts for posts, and consent.

    `said` are the texts of now, `said_before` those of an earlier pack of the video.
    """

    video: FinishedVideo
    recipe: RecipeFile
    kit: Kit
    said: Mapping[str, str]
    tongue: UiLanguage
    has_consent: bool
    said_before: Mapping[str, str]

    @property
    def texts_to_keep(self) -> dict[str, str]:
        """The texts that somebody gave, now or before, for a later pack."""
        names = {*SAID, *self.recipe.vars} - {MAKER}
        now = {name: text for name, text in self.said.items() if text and name in names}
        return {**self.said_before, **now}

    @property
    def contents(self) -> PackageContents:
        """The contents of the pack, the usual ones where the recipe names none."""
        return self.recipe.package or PackageContents(thumbnail=True, transcript=True)

    @property
    def language(self) -> str:
        """The language spoken in the video, by its subtitles; "" where these do not tell."""
        return next(filter(None, map(parse_name_language, self.captions)), "")

    @property
    def captions(self) -> list[Path]:
        """The subtitle files beside the video."""
        return [path for path in self.video.sidecar_paths if path.suffix in CAPTIONS]


def _write_pack(folder: Path, order: _PackContext) -> Pack:
    """Write all files of the pack except the index to `folder`."""
    video, about = order.video, order.video.provenance
    for path in (*video.video_paths, *order.captions):
        shutil.copyfile(path, folder / path.name)
    media = load_clip(video.video_paths[0])
    words = _write_media_files(folder, order, media)
    matter = _collect_matter(order, media, words)
    posts = _write_posts(folder, order, matter)
    alt = compose_alt_text(matter, float(media.duration), order.tongue)
    title = matter.texts.get("title", "")
    ready = _judge_readiness(order, title, alt, is_open=not all(post.finished for post in posts))
    _write_text(folder / CHECKLIST, format_checklist(ready, order.tongue))
    return Pack(
        name=video.stem,
        title=title,
        alt=alt,
        packed_at=utc_now(),
        audience=about.audience,
        space=about.space,
        recipe=about.recipe,
        licence=order.contents.licence,
        sources=about.sources,
        videos=_list_packed_videos(video),
        posts=posts,
        files=tuple(sorted(path.name for path in folder.iterdir())),
        written=hash_written_files(folder),
        said=order.texts_to_keep,
    )


def _write_media_files(folder: Path, order: _PackContext, media: Clip) -> str:
    """Write the posters, the transcript and the chapters; return the transcript."""
    cues = load_cues(order.captions[0]) if order.captions else ()
    if order.contents.thumbnail:
        _write_posters(folder, order.video, [cue.span for cue in cues])
    words = format_transcript(cues) if cues else ""
    if words and order.contents.transcript:
        _write_text(folder / TRANSCRIPT, words)
    if media.chapters:
        lines = (
            f"{format_clock(chapter.span.start)} {chapter.title}" for chapter in media.chapters
        )
        _write_text(folder / CHAPTERS, "\n".join(lines) + "\n")
    return words


def _write_posters(folder: Path, video: FinishedVideo, subtitles: Sequence[Span]) -> None:
    """Write a poster for each format: `poster.jpg` for the first, then `poster.square.jpg`."""
    for number, (path, made) in enumerate(
        zip(video.video_paths, video.output_records, strict=True)
    ):
        word = to_format_file_word(str(made.result.get("format", "")))
        name = f"poster.{word}.jpg" if number else POSTER
        write_best_poster(load_clip(path), folder / name, made, subtitles)


def _write_posts(folder: Path, order: _PackContext, matter: PostMatter) -> tuple[PackedPost, ...]:
    """Write the variants of the post for each channel."""
    kit, recipe = order.kit.spec, order.recipe
    wanted = order.contents.post.localise_post(order.language or kit.main_language, recipe.language)
    posts = []
    for channel in list_channels(wanted, kit):
        for number, post in enumerate(compose_posts(wanted, channel, matter, order.tongue)):
            suffix = f".{post.variant}" if number else ""
            file = f"post.{post.channel}{suffix}.txt"
            _write_text(folder / file, f"{post.text}\n")
            posts.append(
                PackedPost(
                    channel=post.channel,
                    file=file,
                    text=post.text,
                    notes=post.notes,
                    variant=post.variant,
                    finished=post.finished,
                )
            )
    return tuple(posts)


def _collect_matter(order: _PackContext, media: Clip, words: str) -> PostMatter:
    """Collect what the posts are made of, about a video in which `words` are spoken."""
    language = order.language or order.kit.spec.main_language
    texts = _collect_texts(order, media.title)
    known = [*UiLanguage]
    tongue = UiLanguage(language) if language in known else None if language else order.tongue
    return PostMatter(texts, words, tongue)


def _judge_readiness(
    order: _PackContext, title: str, alt: str, *, is_open: bool
) -> SharingReadiness:
    """Judge how ready a video is to be shared."""
    about = order.video.provenance
    return SharingReadiness(
        name=title or order.video.stem,
        audience=about.audience,
        approval=about.approval,
        has_consent=order.has_consent,
        has_captions=bool(order.captions),
        licence=order.contents.licence,
        guidelines=order.kit.spec.guidelines,
        alt=alt,
        has_open_places=is_open,
        findings=_recall_findings(order.video, order.tongue),
        goal=choose_translation(order.recipe.goal, order.tongue),
    )


def _recall_findings(video: FinishedVideo, tongue: UiLanguage) -> tuple[str, ...] | None:
    """Recall what the last check of a video found; None where none of its files was checked."""
    checks = [
        checked for made in video.output_records if (checked := recall_last_check(made.content))
    ]
    lines = (format_finding(finding, tongue) for checked in checks for finding in checked.findings)
    return tuple(dict.fromkeys(lines)) if checks else None


def _list_packed_videos(video: FinishedVideo) -> tuple[PackedVideo, ...]:
    return tuple(
        PackedVideo(
            format=str(made.result.get("format", "")),
            file=path.name,
            duration=float(load_clip(path).duration),
            content=made.content,
        )
        for path, made in zip(video.video_paths, video.output_records, strict=True)
    )


def _collect_texts(order: _PackContext, title: str) -> dict[str, str]:
    """Collect texts for a post: of now, beside a clip, of before, of the video, recipe or kit."""
    video, recipe, kit = order.video, order.recipe, order.kit
    usual: dict[str, str] = {}
    for name, var in recipe.vars.items():
        default = var.localise_default(kit.spec.main_language, recipe.language).default
        usual[name] = str(default or "")
    usual |= collect_kit_texts(kit, {**kit.spec.vars, **recipe.vars})
    if call := kit.spec.outro.cta.localise_line(kit.spec.main_language):
        usual[CALL] = call
    usual |= {name: var.text for name, var in recipe.vars.items() if var.text}
    plain = {name: text for name, text in usual.items() if "{" not in text}
    beside: dict[str, str] = {}
    for source in video.source_paths:
        beside = {k: v for k, v in load_clip_notes(source).vars.items() if v} | beside
    space = video.provenance.space
    known = {"title": title, "department": space, "space": space, **video.provenance.texts}
    said = {name: text for name, text in order.said.items() if text}
    of_video = {name: text for name, text in known.items() if text}
    return {**plain, **of_video, **order.said_before, **beside, **said}


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
