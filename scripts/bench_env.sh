#!/bin/sh
# Makes build/bench-venv, the environment of the benchmark's peers, from requirements/bench.txt.
#
# The peers never enter .venv. A second run with the same lock costs a few milliseconds:
# build/bench-venv/.installed remembers what was installed. Needs .venv (make venv-dev).
set -eu

cd "$(dirname "$0")/.."
venv=build/bench-venv
lock=requirements/bench.txt
stamp=$venv/.installed
state=$(cat "$lock" scripts/bench_env.sh | cksum)

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && "$venv/bin/python" -c '' && exit 0

if [ ! -w "${HOME:-/nonexistent}" ]; then # no home to keep a cache in
    export UV_NO_CACHE=1
fi
printf 'Installing %s into %s ...\n' "$lock" "$venv" >&2
mkdir -p build
.venv/bin/python -m venv --clear --without-pip "$venv"
.venv/bin/uv pip sync --quiet --no-python-downloads --require-hashes \
    --python "$venv/bin/python" "$lock" || {
    printf 'The packages of %s could not be installed. Is a package index reachable?\n' "$lock" >&2
    exit 1
}
printf '%s\n' "$state" >"$stamp"
