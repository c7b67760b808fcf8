#!/bin/sh
# In CI: every clip in raw/ to ready/, one JSON document to result.json; 3 means some clips failed.
egv run raw/ -o ready/ --json > result.json
code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit "$code"
python3 -c 'import json; print(*(o["status"] + " " + o["input"] for o in json.load(open("result.json"))["outputs"]), sep="\n")'
