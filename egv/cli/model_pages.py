"""The help pages of `egv model`."""

MODEL_PAGES = {
    "egv model": """\
  egv model fetch small

List, fetch and check the speech models that egv recognises words with.

Usage: egv model list [--json]
       egv model fetch NAME [--from URL|DIR] [-q] [--json]
       egv model check NAME|DIR [--json]
       egv model path [NAME]

A model is looked for in $EGV_MODEL_DIR, in egv's own folder, and where other
programs keep what they fetched. Without --model the best one that fits the
free memory is taken. Only 'fetch' uses the network.
""",
    "egv model list": """\
  egv model list

List the models that egv knows, the best first, with the size of the download
and where each is. The one with a star is taken when none is named.

Usage: egv model list [--json]
""",
    "egv model fetch": """\
  egv model fetch small

Fetch a model over the network and check every byte. It appears whole or not at
all; stopped, the same line goes on where it was. It comes to EGV_MODEL_DIR, or
to egv's own folder.

Usage: egv model fetch NAME [--from URL|DIR] [-q] [--json]

  --from URL|DIR  A mirror or a folder, else EGV_MODEL_SOURCE, else the hub: it
                  holds NAME/ with the files and, on the web, their SHA256SUMS
                  (cd small && sha256sum * > SHA256SUMS).
  -q, --quiet     Say errors only.
  --json          Print one JSON document.

HF_ENDPOINT names another hub.
""",
    "egv model check": """\
  egv model check models/small

Name every file of a model that is missing or broken. The exit code is 0 when it
is whole and 5 when it is not.

Usage: egv model check NAME|DIR [--json]
""",
    "egv model path": """\
  egv subtitle clip.mov --model "$(egv model path)"

Print the folder of a model, or of the one that is taken when none is named.

Usage: egv model path [NAME]
""",
}
