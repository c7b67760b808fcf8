"""The help pages of `egv recipe`."""

RECIPE_PAGES = {
    "egv recipe": """\
  egv recipe list

List, show, begin and check recipes, and print a sheet for the speaker.

Usage: egv recipe list [--json]
       egv recipe show RECIPE [--json]
       egv recipe new NAME [--from RECIPE]
       egv recipe validate RECIPE... [--json]
       egv recipe script RECIPE [--out FILE]
       egv recipe schema

RECIPE is a name from the list, or a file. A name is looked for in ./recipes,
then among your own, then among those that come with egv.

A recipe asks for texts, its vars. For each clip they are taken from the first
of these that says them:

  --set NAME=TEXT          on the line
  --files-from clips.csv   a row: a column 'file', and one for each text
  CLIP.egv.yaml            beside the clip: 'vars: {title: Our week}'
  the name of the clip     where the recipe says how to read it: file_names
  the recipe's default     or a question, when you sit at a terminal
""",
    "egv recipe list": """\
  egv recipe list

List the recipes that can be called by name, and where each is from: 'here' is
./recipes, 'user' your own for every project, 'built-in' comes with egv.

Usage: egv recipe list [--json]
""",
    "egv recipe show": """\
  egv recipe show weekly-update

Show what a recipe says, with every default filled in, as YAML or JSON.

Usage: egv recipe show RECIPE [--json]
""",
    "egv recipe new": """\
  egv recipe new our-update --from weekly-update

Begin a recipe of your own in recipes/NAME.yaml, as a copy of another or with a
comment on every field. A file that is there already is left alone.

Usage: egv recipe new NAME [--from RECIPE]
""",
    "egv recipe validate": """\
  egv recipe validate our-update
  egv recipe validate recipes/our-update.yaml welcome --log-format github

Check recipes: all faults at once, with file, line and column. The exit code is
0 when all are right and 2 when one is not.

Usage: egv recipe validate RECIPE... [--json] [--log-format text|github]
""",
    "egv recipe script": """\
  egv recipe script weekly-update --out update.txt

Print a sheet on which the speaker prepares what to say: the beats of the
recipe, how long each takes, about how many words that is, and room to write.

Usage: egv recipe script RECIPE [--out FILE]
""",
    "egv recipe schema": """\
  egv recipe schema > recipe.schema.json

Print the JSON Schema of a recipe, so that an editor can complete and check it.

Usage: egv recipe schema
""",
}
