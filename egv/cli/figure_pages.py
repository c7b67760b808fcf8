"""The help pages of `egv report`."""

FIGURE_PAGES = {
    "egv report": """\
  egv report
  egv report --period 2026-Q4 --compare -o report.html

Show how many videos were made, by department and period: their minutes, how
many people made them, the time it took and saved, and why clips failed. It is
all read from what egv wrote down beside the videos. People are counted, never
named, and not at all where there are fewer than three.

Usage: egv report [--period PERIOD] [--space SPACE] [--compare] [-o FILE]
       egv report import FILE.csv
       egv report highlights [--period PERIOD] [--space SPACE]
       egv report due

  --period PERIOD    2026, 2026-Q4, 2026-11, 2026-W47 or all. [this quarter]
  --space SPACE      Of one department.
  --compare          Also the change on the period before.
  -o, --output FILE  Write it to a file: .html, .md, .csv or .json.
  --json             Print one JSON document.

'spaces' in egv.yaml gives each department its headcount and the day of its
training; 'report: {minutes_by_hand: 45}' says what a video takes without egv.
With 'privacy: {report_people: true}', 'report: {people: [Mo Jansen]}' names
who agreed to be named.
""",
    "egv report import": """\
  egv report import views.csv

Read what other systems measured of videos. The column 'output' names the video,
as its file is called; then any of views, completion (0.74 or 74%), reactions,
comments, shares and minutes_saved. A column of your own begins with x-. What is
read later takes the place of what was read before.

Usage: egv report import FILE.csv [--json]
""",
    "egv report highlights": """\
  egv report highlights --period 2026-11

Write words of thanks for a newsletter or a meeting: what was made, who joined,
what was watched most. Names stand in it only of who agreed to be named.

Usage: egv report highlights [--period PERIOD] [--space SPACE] [--json]
""",
    "egv report due": """\
  egv report due

List the regular videos that are late: of recipes with 'cadence: weekly' or
'monthly', by department, once one was made there.

Usage: egv report due [--json]
""",
}
