#!/bin/sh
# Says what is missing before Docker Compose does: volumes, ports, secrets. All of it at once.
#
#     scripts/docker_check.sh dev|prod          (make up, make up-prod)
set -eu
cd "$(dirname "$0")/.."

kind=${1:-}
case $kind in
    dev)
        file=.env project=${COMPOSE_PROJECT_NAME:-ledgerflow-dev}
        volumes="postgres_data_dev media_dev"
        ports="LEDGERFLOW_PORT=9001 LEDGERFLOW_ADMINER_PORT=8082 LEDGERFLOW_SEARXNG_PORT=8888
            LEDGERFLOW_MAILPIT_PORT=8025"
        ;;
    prod)
        file=.env.prod project=${COMPOSE_PROJECT_NAME:-ledgerflow}
        volumes="postgres_data media wal_archive caddy_data"
        ports="LEDGERFLOW_HTTP_PORT=80 LEDGERFLOW_HTTPS_PORT=443"
        ;;
    *)
        echo "usage: scripts/docker_check.sh dev|prod" >&2
        exit 2
        ;;
esac
failed=no

fault() {
    echo "$1" >&2
    echo "  $2" >&2
    failed=yes
}

setting() { # the variable $1, from the environment or the file that Compose reads, else $2
    eval "value=\${$1:-}"
    if [ -z "$value" ] && [ -r "$file" ]; then
        value=$(sed -n "s/^$1=//p" "$file" | tail -n 1)
    fi
    echo "${value:-$2}"
}

listens() { # does anything on this machine listen on port $1?
    if [ -r /proc/net/tcp ]; then
        cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
            awk -v port="$(printf ':%04X' "$1")" \
                '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
    else
        nc -z 127.0.0.1 "$1" >/dev/null 2>&1
    fi
}

check_port() { # variable $1, port $2
    holder=$(docker ps --filter "publish=$2" \
        --format '{{.Label "com.docker.compose.project"}} {{.Names}}' | head -n 1)
    if [ -n "$holder" ]; then
        [ "${holder%% *}" = "$project" ] ||
            fault "Port $2 is in use by the container ${holder#* }." \
                "Stop it (docker stop ${holder#* }), or set $1 to a free port."
    elif listens "$2"; then
        fault "Port $2 is in use by another program of this machine." \
            "Stop it (\`ss -ltnp\` names it), or set $1 to a free port."
    fi
}

if ! docker info >/dev/null 2>&1; then
    fault "Docker does not answer." "Install it, or start it, or join the group docker."
    exit 1
fi
docker compose version >/dev/null 2>&1 ||
    fault "Docker has no Compose v2." "Install its plugin."
if [ "$kind" = prod ] && [ ! -r .env.prod ]; then
    fault "There is no .env.prod with secrets." "Run: make env-prod DOMAIN=books.example.org"
fi
for name in $volumes; do
    volume=$(setting LEDGERFLOW_VOLUMES ledgerflow)_$name
    docker volume inspect "$volume" >/dev/null 2>&1 ||
        fault "The data volume $volume is not there." "Run: make init"
done
for one in $ports; do
    check_port "${one%%=*}" "$(setting "${one%%=*}" "${one#*=}")"
done
[ $failed = no ]
