"""The help page of `egv check`."""

CHECK_PAGES = {
    "egv check": """\
  egv check clip.mov
  egv check raw/ -r weekly-update -o check.html
  egv check out/*.mp4 --strict

Say what clips still need before they are shared, raw or finished: size, length
and orientation as the recipe wants them, light, focus, steadiness, black and
frozen stretches, loudness, distortion, noise, echo, speech, silences,
subtitles, music licence. Each finding is a tip about the clip, with its time
and what mends it; the kit's own do's and don'ts stand below. Each clip is
looked through once.

Usage: egv check CLIP... [OPTIONS]

  -r, --recipe RECIPE      Hold it against what this recipe expects.
  -k, --kit KIT            Whose do's and don'ts. [the project's]
      --space SPACE        For a department.
      --recursive          Look in subfolders too.
      --strict             Any finding gives exit code 4; without, it is advice.
  -o, --output FILE.html   Write a page with pictures.
      --json               Print one JSON document.
      --log-format FORMAT  text, or github for annotations.

A clip that cannot be read gives exit code 1, or 3 when others can.
""",
}
