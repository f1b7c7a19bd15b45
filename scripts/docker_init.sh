#!/bin/sh
# Makes what no Compose project may remove: the data volumes, and the rights of the backup folder.
#
#     scripts/docker_init.sh          (make init)
#
# Safe to run again: what is there stays as it is. Needs the right to use Docker, not root.
# LEDGERFLOW_VOLUMES is the prefix of the volumes' names, POSTGRES_VERSION the image's tag; both are
# read from .env.prod where the environment does not set them.
set -eu
cd "$(dirname "$0")/.."

user=10001 # as the images have it
postgres=999
folder=archives/docker_archive/database_backups

refuse() {
    echo "make init: $*" >&2
    exit 1
}

setting() { # the variable $1, from the environment or .env.prod, else $2
    eval "value=\${$1:-}"
    if [ -z "$value" ] && [ -r .env.prod ]; then
        value=$(sed -n "s/^$1=//p" .env.prod | tail -n 1)
    fi
    echo "${value:-$2}"
}

docker info >/dev/null 2>&1 ||
    refuse "Docker does not answer. Install it, or start it, or join the group docker."
docker compose version >/dev/null 2>&1 || refuse "Docker has no Compose v2. Install its plugin."

# Development reads no file of its own for names; production's prefix may stand in .env.prod.
make_volume() {
    docker volume inspect "$1" >/dev/null 2>&1 && return
    docker volume create --label org.ledgerflow.data=true "$1" >/dev/null ||
        refuse "the volume $1 cannot be made."
    echo "Made the volume $1."
}
development=${LEDGERFLOW_VOLUMES:-ledgerflow}
production=$(setting LEDGERFLOW_VOLUMES ledgerflow)
for name in postgres_data_dev media_dev; do make_volume "${development}_$name"; done
for name in postgres_data media wal_archive caddy_data; do make_volume "${production}_$name"; done

# Owned by the images' user, readable by whoever runs this, closed to others. By a container,
# because an ordinary user may not give files away. The image is the one that Compose needs anyway.
mkdir -p "$folder"
docker run --rm --network none --user 0:0 --entrypoint sh \
    -v "${production}_wal_archive:/wal_archive" -v "$PWD/$folder:/backups" \
    "postgres:$(setting POSTGRES_VERSION 17)" -c "
        chown $postgres:$postgres /wal_archive && chmod 0750 /wal_archive &&
        chown $user:$(id -g) /backups && chmod 2770 /backups" ||
    refuse "the rights of $folder and of the WAL archive cannot be set; see above."
echo "Ready: the volumes ${development}_*_dev and ${production}_*, and the folder $folder."
