"""The help page of `egv guide`."""

GUIDE_PAGES = {
    "egv guide": """\
  egv guide
  egv guide first-video

Show a short how-to: first-video, framing-and-light, speaking, script,
subtitles, sharing or privacy. Each fits on one screen and needs no network.
They are in Dutch or English, as EGV_LANG (nl or en) or your system says; the
names of both languages are understood.

Usage: egv guide [TOPIC] [--json]
""",
}
