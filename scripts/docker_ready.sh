#!/bin/sh
# Gets a Docker engine ready for `make test-docker`, or says in one line why there is none.
# Exit 0: an engine and Compose v2 answer. 3: this machine has no engine. 1: something failed.
#
# ENGINE names a folder with two programs for machines that cannot pull images: `engine` starts a
# daemon, `standins` makes images with the names that our files use. Nothing of it is needed
# where Docker runs as usual.
set -eu
cd "$(dirname "$0")/.."
ENGINE=${ENGINE:-../shared/docker}

none() {
    echo "No Docker engine here: $1" >&2
    exit 3
}

answers() {
    docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1
}

if ! answers; then
    [ -x "$ENGINE/engine" ] ||
        none "\`docker info\` or \`docker compose version\` fails, and $ENGINE has no engine to start."
    [ "$(id -u)" = 0 ] || none "$ENGINE/engine can be started by root only."
    said=$(mktemp)
    trap 'rm -f "$said"' EXIT
    "$ENGINE/engine" >"$said" 2>&1 || none "$ENGINE/engine failed: $(tail -n 1 "$said")"
    answers || none "$ENGINE/engine ended well, and still \`docker compose version\` fails."
fi

[ -x "$ENGINE/standins" ] || exit 0 # Docker pulls what it needs
images=$("$ENGINE/standins" --refs Dockerfile docker-compose*.yml)
missing=no
for image in $images; do
    docker image inspect "$image" >/dev/null 2>&1 || missing=yes
done
[ $missing = no ] || "$ENGINE/standins" --tags-from Dockerfile docker-compose*.yml
