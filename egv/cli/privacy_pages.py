"""The help page of what is forgotten."""

PRIVACY_PAGES = {
    "egv purge": """\
  egv purge --person "Jan de Vries"
  egv purge --expired --yes
  egv purge raw/jan.mov --sources

Forget clips: every video in every format, drafts, subtitles, previews, share
packs, pages, crash logs, what the cache holds of them, and their lines in
.egv/. Figures keep their totals, without names. It only shows what it would do
until --yes; at a terminal it asks.

Usage: egv purge [CLIP]... [RULE]... [OPTIONS]

What is due; with several, all that any of them says:
  --expired               Past the retention_days of egv.yaml, or of its space.
  --older-than DAYS|DATE  Made longer ago, such as 730 or 2025-01-01.
  --person NAME           Whatever somebody made, speaks in, or is seen in.
  --withdrawn             Clips of people whose consent was withdrawn or ended.

  --space SPACE           Only what was made for this department.
  --sources               The clips and their CLIP.egv.yaml too, for good.
  --force                 Videos too that were changed after egv made them.
  -o, --output FOLDER     Outside a project: the folder of the videos. [out]
  --yes                   Do it.
  -n, --dry-run           Only show it, also at a terminal.
  --no-input              Ask nothing.
  --json                  Print one JSON document.
""",
}
