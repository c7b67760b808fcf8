"""The help pages of `egv review`."""

REVIEW_PAGES = {
    "egv review": """\
  egv review page out/
  egv review approve out/clip.draft.mp4 --by "Jan Bos"

Approve, reject and comment on videos whose recipe says 'approval: review'.
'egv run' makes drafts of these: marked in the picture and called
CLIP.draft.mp4. Approving one makes the finished video. What is said is only
added to .egv/reviews.jsonl, and a line that is changed later does not count.

Usage: egv review page FOLDER
       egv review approve CLIP... --by NAME [--note TEXT]
       egv review reject CLIP --by NAME --note TEXT
       egv review note CLIP TIME TEXT --category WORD [--by NAME]
       egv review done CLIP N [--by NAME]
       egv review list [--open] [FOLDER]
       egv review history CLIP

CLIP is the draft, the finished video, or the clip that both are made of. Each
verb takes --json.
""",
    "egv review page": """\
  egv review page out/

Write FOLDER/review.html: every video in the folder beside the clip it was made
of, drafts first, with what is said in it, what egv did and why, loudness and
light before and after, notes, and the commands to approve, reject or make it
again. The page needs no other file but the videos, which it links to, and
sends nothing anywhere.

Usage: egv review page FOLDER [--json]
""",
    "egv review approve": """\
  egv review approve out/clip.draft.mp4 --by "Jan Bos"
  egv review approve out/ --by "Jan Bos" --note "Strong opening"

Approve drafts: make the finished videos by the same recipe, and take the
drafts away. Of a folder, every draft that waits. A draft whose clip, kit or
recipe changed since is refused (exit code 4): nobody has seen that video.

Usage: egv review approve CLIP... --by NAME [OPTIONS]

  --by NAME    Who approves.
  --note TEXT  What is good about it; kept with the approval.
  --json       Print one JSON document.
  -q, --quiet  Show errors only.
""",
    "egv review reject": """\
  egv review reject out/clip.draft.mp4 --by "Jan Bos" --note "Blur the names"

Reject a draft, and say what is to be different. It stays where it is, until a
changed clip or recipe makes a new one.

Usage: egv review reject CLIP --by NAME --note TEXT [--json]
""",
    "egv review note": """\
  egv review note out/clip.draft.mp4 0:12 "It is 40 people" --category facts

Say something about a video, at a time in it. Notes are about the content:
message, facts, privacy or brand. How it was shot is a matter for 'egv check'.

Usage: egv review note CLIP TIME TEXT --category WORD [--by NAME] [--json]
""",
    "egv review done": """\
  egv review done out/clip.draft.mp4 1

Say that note N was dealt with; 'egv review list' numbers them.

Usage: egv review done CLIP N [--by NAME] [--json]
""",
    "egv review list": """\
  egv review list --open
  egv review list out/ --json

List outputs, how each stands (draft, approved, rejected, or direct: without
approval) and the notes on it; with --open only what waits for somebody.

Usage: egv review list [--open] [FOLDER] [--json]
""",
    "egv review history": """\
  egv review history out/clip.mp4

Show all that was said of a video, in order: who, when and what.

Usage: egv review history CLIP [--json]
""",
}
