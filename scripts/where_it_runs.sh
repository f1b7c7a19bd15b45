# shellcheck shell=sh
# Where LedgerFlow runs, and how to run its command there; sourced by the scripts in the root.
# Before: lf_root is the checkout. LEDGERFLOW_COMPOSE=prod, dev or none decides instead of looking.

lf_backups="${lf_root:?is set by the script that sources this}/archives/docker_archive/database_backups"

lf_fail() {  # message, hint, exit code
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit "$3"
}

lf_compose() {
    if [ "$lf_where" = prod ]; then
        docker compose -f "$lf_root/docker-compose.prod.yml" \
            --env-file "$lf_root/.env.prod" "$@"
    else
        docker compose -f "$lf_root/docker-compose.dev.yml" "$@"
    fi
}

lf_running() {  # the services of $lf_where that run, one a line
    lf_compose ps --services --status running
}

lf_is_up() {
    lf_where=$1
    # Without this file the production project cannot even be described.
    if [ "$1" = prod ] && [ ! -f "$lf_root/.env.prod" ]; then
        return 1
    fi
    [ -n "$(lf_running 2>/dev/null)" ]
}

lf_find() {  # sets lf_where: prod, dev, or none for this checkout itself
    case "${LEDGERFLOW_COMPOSE:-}" in
    prod | dev | none)
        lf_where=$LEDGERFLOW_COMPOSE
        return
        ;;
    '') ;;
    *)
        lf_fail "LEDGERFLOW_COMPOSE is '$LEDGERFLOW_COMPOSE'." "Set it to prod, dev or none." 2
        ;;
    esac
    lf_up=
    if command -v docker >/dev/null 2>&1; then
        for lf_candidate in prod dev; do
            if lf_is_up "$lf_candidate"; then
                lf_up="$lf_up $lf_candidate"
            fi
        done
    fi
    case "$lf_up" in
    ' prod dev')
        lf_fail "Both docker-compose.prod.yml and docker-compose.dev.yml are running." \
            "Say which one is meant: LEDGERFLOW_COMPOSE=prod or LEDGERFLOW_COMPOSE=dev." 4
        ;;
    '') lf_where=none ;;
    *) lf_where=${lf_up# } ;;
    esac
}

lf_backup() {  # a backup's name or path as the command can use it where it runs
    case "$lf_where:$1" in
    none:* | prod:-* | dev:-*) printf '%s\n' "$1" ;;
    *:*/*)
        if [ "$(cd "$(dirname "$1")" 2>/dev/null && pwd -P)" != "$(cd "$lf_backups" && pwd -P)" ]
        then
            lf_fail "$1 is not in $lf_backups, all that the container sees." \
                "Copy the backup's files there, its manifest too, then try again." 2
        fi
        basename "$1"
        ;;
    *) printf '%s\n' "$1" ;;
    esac
}

# lf_ledgerflow exec|run ARGUMENTS...: `exec` uses a container that is up; `run` makes one of its
# own, for what ends the sessions (and so perhaps the containers) of everybody else.
lf_ledgerflow() {
    lf_how=$1
    shift
    if [ "$lf_where" = none ]; then
        lf_here "$@"
    fi
    lf_file="docker-compose.$lf_where.yml"
    printf 'LedgerFlow of %s\n' "$lf_file" >&2
    lf_services=$(lf_running) ||
        lf_fail "$lf_file cannot be asked what runs." "See what Docker says above." 7
    lf_has postgres ||
        lf_fail "The database of $lf_file does not run." \
            "Start it alone: docker compose -f $lf_file$(lf_env_file) up -d postgres" 7
    lf_service=django
    if [ "$lf_where" = prod ]; then
        lf_service=backup
    fi
    lf_tty=-T
    if [ -t 0 ] && [ -t 1 ]; then
        lf_tty=
    fi
    if [ "$lf_how" = exec ] && lf_has "$lf_service"; then
        # shellcheck disable=SC2086  # empty means no argument
        lf_compose exec $lf_tty "$lf_service" ledgerflow "$@"
    else
        # shellcheck disable=SC2086
        lf_compose run --rm --no-deps $lf_tty "$lf_service" ledgerflow "$@"
    fi
}

lf_has() {
    printf '%s\n' "$lf_services" | grep -qx "$1"
}

lf_env_file() {
    if [ "$lf_where" = prod ]; then
        printf ' --env-file .env.prod'
    fi
}

lf_here() {
    lf_command="$lf_root/.venv/bin/ledgerflow"
    if [ ! -x "$lf_command" ]; then
        lf_fail "No Compose project of this checkout runs, and there is no $lf_command." \
            "Start one (its database is enough), or run make venv." 7
    fi
    printf 'LedgerFlow of this checkout\n' >&2
    exec "$lf_command" "$@"
}
