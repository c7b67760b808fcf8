"""The help pages of projects: their settings, how one begins, and what a run will look like."""

PROJECT_PAGES = {
    "egv init": """\
  egv init
  egv init videos --name "Acme" --logo logo.png --colour "#10344F" --yes

Begin a project in a folder (default: this one): egv.yaml and a brand kit in
brand_kits/, with a comment on every part and texts that can be read on your
colour. At a terminal it asks what no option answers; with --yes, nothing.
Nothing is written over.

Usage: egv init [FOLDER] [OPTIONS]

  --name TEXT          Name of your organisation. [My organisation]
  --logo FILE          Logo: an SVG, or a PNG with a transparent ground.
  --colour HEX         Main colour. [#1F3A5F]
  --language LANG      Language that is spoken. [as EGV_LANG: nl or en]
  --departments NAMES  With commas between: each gets a space, --space NAME.
  --recipe RECIPE      What 'egv run' does: egv recipe list. [standard]
  --yes, --no-input    Ask nothing.
""",
    "egv demo": """\
  egv demo
  egv demo -r welcome -r social -o look/ --quality good

Make a video of the sample clip that comes with egv with every recipe, in your
brand kit, or in 'acme' where there is none; and show each line that did it. The
videos are drafts, made for time. A line given again does only what is new.

Usage: egv demo [-o FOLDER] [-r RECIPE]... [OPTIONS]

  -o, --output FOLDER  Where sample and videos go. [demo]
  -r, --recipe RECIPE  Only this one: egv recipe list. Repeatable.
  --quality WORD       draft, good or best. [draft]
  --json               Print one JSON document.
""",
    "egv config": """\
  egv config show --origin

Show the settings that hold here, and the JSON Schemas of what egv reads and
writes.

Usage: egv config show [--origin] [--space SPACE] [--json]
       egv config schema result|project

A setting is taken from the first of these that states it:

  an option on the line    -k, -r, -o; of a department: --space
  the environment          EGV_KIT, EGV_RECIPE, EGV_OUTPUT, EGV_LANGUAGE,
                           EGV_JOBS, EGV_SPACE
  egv.yaml                 the nearest one, from this folder upward
  your own egv.yaml        in your configuration folder, for every project
  built-in                 what egv itself does

Limits, so that no clip takes a machine or a night; 'limits' in egv.yaml says
the first three otherwise:

  memory       8 GB for one ffmpeg (max_memory_gb; on Linux)
  time         240 times the length of the clip (max_times_length)
  free disk    1.2 times what is to be made; under 5 GB it is told (min_free_gb)
  a clip       at most 12 hours, 70 megapixels and 2 TB; sides of 16 px or more,
               and none ten times the other
""",
    "egv config show": """\
  egv config show
  egv config show --origin --space hr

Show every setting that holds here; with --origin who says it: an option, a
variable, a file with its line, or egv itself ('built-in').

Usage: egv config show [--origin] [--space SPACE] [--json]
""",
    "egv config schema": """\
  egv config schema result > result.schema.json
  egv config schema project > project.schema.json

Print the JSON Schema of what --json prints ('result'), or of an egv.yaml
('project'), so that an editor can complete and check it.

Usage: egv config schema result|project
""",
}
