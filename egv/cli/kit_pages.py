"""The help pages of `egv kit`."""

KIT_PAGES = {
    "egv kit": """\
  egv kit new ours --logo logo.png --colour '#0B3D91'

List, show, begin and check brand kits.

Usage: egv kit list [--json]
       egv kit show KIT [--json]
       egv kit new NAME [--logo FILE] [--colour COLOUR] [--from KIT]
       egv kit validate KIT... [--strict] [--json]
       egv kit preview KIT [-o FOLDER] [--format FORMAT]... [--json]
       egv kit schema

KIT is a name from the list, a folder with a kit.yaml, or the file itself. A
name is looked for in ./brand_kits, then among those that come with egv.
""",
    "egv kit list": """\
  egv kit list

List the kits that can be called by name, and where each is from: 'here' is
./brand_kits, and 'built-in' comes with egv.

Usage: egv kit list [--json]
""",
    "egv kit show": """\
  egv kit show acme

Show what a kit says, with every default and what it has from the kit it extends
filled in, as YAML or JSON.

Usage: egv kit show KIT [--json]
""",
    "egv kit new": """\
  egv kit new ours --logo logo.png --colour '#0B3D91'
  egv kit new ours --from acme

Begin a kit of your own in brand_kits/NAME, with a comment on every part: in
your colour and others that go with it, with your logo (PNG or SVG), or as a
copy of another kit. A file that is there already is left alone.

Usage: egv kit new NAME [--logo FILE] [--colour COLOUR] [--from KIT]
""",
    "egv kit validate": """\
  egv kit validate ours
  egv kit validate brand_kits/* --strict --log-format github

Check kits and every file they name: all findings at once, with file, line and
column, and what to do. With errors a kit cannot be used and the exit code is 2.
Warnings are advice: the exit code is 0, or with --strict 4.

Usage: egv kit validate KIT... [--strict] [--json] [--log-format text|github]
""",
    "egv kit preview": """\
  egv kit preview ours
  egv kit preview acme -o look/ --format portrait

Show a kit in use, in seconds: a picture of each format (landscape, portrait,
square, feed and the kit's own) with cards, logo, name plate and subtitles, and
what apps and players may cover; a sheet of all of them; and index.html, a page
that needs no other file. What makes videos draws them, with short and long
texts in the kit's language. They go to preview/KIT in the output folder.

Usage: egv kit preview KIT [-o FOLDER] [--format FORMAT]... [OPTIONS]

  -o, --output FOLDER  Where it goes.
      --format FORMAT  Only this one. Repeatable.
      --overwrite      Replace files that are no preview.
      --json           Print one JSON document.
  -q, --quiet          Show errors only.
""",
    "egv kit schema": """\
  egv kit schema > kit.schema.json

Print the JSON Schema of a kit, so that an editor can complete and check it.

Usage: egv kit schema
""",
}
