"""The help pages of `egv share`."""

SHARE_PAGES = {
    "egv share": """\
  egv share pack out/clip.mp4
  egv share digest --week 2026-W47

Put all that posting a video needs in one folder, and write an overview of a
week's packs. egv posts nothing itself, and nothing leaves your machine.

Usage: egv share pack CLIP... [--set NAME=TEXT]...
       egv share digest [FOLDER] [--week WEEK]
""",
    "egv share pack": """\
  egv share pack out/clip.mp4
  egv share pack out/ --set name="Maria Jansen"

Put all that posting a video needs in share/NAME/ beside it: the video in every
format, a poster, subtitles, transcript, chapters, a text for each channel of
the recipe ('package' there) with open places [ ] to fill in, and a checklist.
CLIP is a finished video, the clip it was made of, or a folder.

Usage: egv share pack CLIP... [--set NAME=TEXT]...

  --set NAME=TEXT  Fill in a place of the posts. Repeatable.
  --json           Print one JSON document.

Nothing that is private is packed, no draft that awaits approval, nothing of who
took back their consent; for outside the organisation ('audience: external')
everybody in it must have agreed. The exit code is then 4.
""",
    "egv share digest": """\
  egv share digest --week 2026-W47

Write an overview of the share packs of a week, as a page and as Markdown, with
three choices for each video: copy & post, adapt & share, or skip. It goes to
share/ in FOLDER, or in the usual output folder.

Usage: egv share digest [FOLDER] [--week WEEK] [--json]

  --week WEEK  Such as 2026-W47. [this week]
""",
}
