#!/bin/sh
# Back up and verify, wherever LedgerFlow runs:  ./backup_database.sh [database|full] [OPTIONS]
# Options are those of `ledgerflow backup create`. LEDGERFLOW_COMPOSE=prod|dev|none decides where.
set -eu
lf_root=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/where_it_runs.sh
. "$lf_root/scripts/where_it_runs.sh"

kind=database
case "${1:-}" in
database | full)
    kind=$1
    shift
    ;;
'' | -*) ;;
*) lf_fail "There is no kind of backup '$1'." "Say ./backup_database.sh [database|full]." 2 ;;
esac
lf_find
lf_ledgerflow exec backup create --kind "$kind" "$@"
