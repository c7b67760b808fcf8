"""Share packs: all that is needed to post a video, in one folder, for its audience."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from egv.app.commit import folder_beside
from egv.app.finished import Finished
from egv.app.finished_texts import says_the_same
from egv.app.inputs import shown
from egv.app.may_share import check_may_be_shared
from egv.app.pack_file import INDEX, SHARE, FoundPack, Pack, PackedPost, PackedVideo, pack_in
from egv.app.pack_words import Ready, checklist
from egv.app.recipes import recipe_named
from egv.app.usual_texts import CALL, texts_of_kit
from egv.core.errors import ConflictError, RecipeError
from egv.core.file_names import as_named
from egv.core.kit import Kit
from egv.core.posts import PostText, channels_of, post_text
from egv.core.recipe import RecipeFile
from egv.core.recipe_parts import Package
from egv.core.text_files import transcript
from egv.core.timing import clock_text
from egv.core.tongue import Tongue
from egv.tools import cache
from egv.tools.clip_files import known_beside
from egv.tools.clips import clip_at
from egv.tools.clock import now
from egv.tools.poster import write_poster
from egv.tools.text_files import cues_at

POSTER, TRANSCRIPT, CHAPTERS = "poster.jpg", "transcript.txt", "chapters.txt"
CHECKLIST = "checklist.md"
CAPTIONS = (".srt", ".vtt")


def packed(
    video: Finished, kit: Kit, said: Mapping[str, str], tongue: Tongue, today: date
) -> FoundPack:
    """Create the share pack of `video` in `share/NAME` beside it, replacing an older one.

    `said` are texts for posts. Raises GateError where the video may not be shared, and
    ConflictError where a foreign folder is in the way or a video was changed after egv made it.
    """
    agreed = check_may_be_shared(video, today)
    folder = video.folder / SHARE / video.stem
    _check_free(folder, video)
    for path, line in zip(video.paths, video.made, strict=True):
        if cache.content_of(path) != line.content:
            raise ConflictError(
                f"{path}: it was changed after egv made it; run the same line again, then pack it",
                hint="egv run CLIP --overwrite",
            )
    _check_captions(video)
    recipe = _recipe(video.about.recipe)
    with folder_beside(folder) as made:
        pack = _filled(made, video, recipe, kit, said, tongue, agreed=agreed)
        _write(made / INDEX, pack.to_json())
    return FoundPack(pack, folder)


def _recipe(name: str) -> RecipeFile:
    """Load the recipe that a video was made with; an unknown one gives the default package."""
    try:
        return recipe_named(name).says if name else RecipeFile(name="none")
    except RecipeError:
        return RecipeFile(name="none")


def _check_free(folder: Path, video: Finished) -> None:
    if folder.exists() and not (folder / INDEX).is_file():
        raise ConflictError(f"{folder}: it is there and is no share pack; move it away")
    pack, of = pack_in(folder), video.about.sources
    if pack is None or not (pack.sources and of):
        return
    if not ({*pack.sources} & {*of} or {*pack.sources.values()} & {*of.values()}):
        clips = ", ".join(str(video.home / as_named(name)) for name in pack.sources)
        raise ConflictError(f"{folder}: it is the pack of a video of {clips}; move it away")


def _check_captions(video: Finished) -> None:
    """Raise ConflictError where subtitles were corrected after the video was made."""
    for line in video.made:
        for name, content in line.beside.items():
            path = video.home / as_named(name)
            if path.is_file() and not says_the_same(path, content, line.subtitles):
                raise ConflictError(
                    f"{shown(path)}: it was corrected after the video was made, which still says"
                    " it as before; give the egv run line again, then pack it"
                )


def _filled(
    folder: Path,
    video: Finished,
    recipe: RecipeFile,
    kit: Kit,
    said: Mapping[str, str],
    tongue: Tongue,
    *,
    agreed: bool,
) -> Pack:
    """Write all files of the pack except the index to `folder`."""
    wanted = recipe.package or Package(thumbnail=True, transcript=True)
    captions = [path for path in video.sidecars if path.suffix in CAPTIONS]
    for path in (*video.paths, *captions):
        shutil.copyfile(path, folder / path.name)
    media = clip_at(video.paths[0])
    if wanted.thumbnail:
        write_poster(media, folder / POSTER, lambda _: None)
    words = transcript(cues_at(captions[0])) if captions else ""
    if words and wanted.transcript:
        _write(folder / TRANSCRIPT, words)
    if media.chapters:
        lines = (f"{clock_text(chapter.span.start)} {chapter.title}" for chapter in media.chapters)
        _write(folder / CHAPTERS, "\n".join(lines) + "\n")
    texts = _texts(video, recipe, kit, media.title, said)
    post_said = wanted.post.within(kit.says.main_language, recipe.language)
    posts = [
        post_text(post_said, channel, texts, words, tongue) for channel in channels_of(post_said)
    ]
    for post in posts:
        _write(folder / _file_of(post), f"{post.text}\n")
    about = video.about
    ready = Ready(
        name=media.title or video.stem,
        audience=about.audience,
        approval=about.approval,
        agreed=agreed,
        captions=bool(captions),
        licence=wanted.licence,
        guidelines=kit.says.guidelines,
    )
    _write(folder / CHECKLIST, checklist(ready, tongue))
    return Pack(
        name=video.stem,
        title=media.title,
        packed_at=now(),
        audience=about.audience,
        space=about.space,
        recipe=about.recipe,
        licence=wanted.licence,
        sources=about.sources,
        videos=tuple(
            PackedVideo(
                format=str(made.result.get("format", "")),
                file=path.name,
                duration=float(clip_at(path).duration),
                content=made.content,
            )
            for path, made in zip(video.paths, video.made, strict=True)
        ),
        posts=tuple(
            PackedPost(
                channel=post.channel,
                file=_file_of(post),
                text=post.text,
                notes=post.notes,
            )
            for post in posts
        ),
        files=tuple(sorted(path.name for path in folder.iterdir())),
    )


def _texts(
    video: Finished, recipe: RecipeFile, kit: Kit, title: str, said: Mapping[str, str]
) -> dict[str, str]:
    """Collect texts for a post: given now, beside a clip, in the video, of recipe or kit."""
    usual: dict[str, str] = {}
    for name, var in recipe.vars.items():
        default = var.within(kit.says.main_language, recipe.language).default
        usual[name] = str(default or "")
    usual |= texts_of_kit(kit, {**kit.says.vars, **recipe.vars})
    if call := kit.says.outro.cta.line(kit.says.main_language):
        usual[CALL] = call
    usual |= {name: var.text for name, var in recipe.vars.items() if var.text}
    plain = {name: text for name, text in usual.items() if "{" not in text}
    beside: dict[str, str] = {}
    for source in video.sources:
        beside = {k: v for k, v in known_beside(source).vars.items() if v} | beside
    known = {"title": title, "department": video.about.space, "space": video.about.space}
    return {**plain, **{k: v for k, v in known.items() if v}, **beside, **said}


def _file_of(post: PostText) -> str:
    return f"post.{post.channel}.txt"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
