#!/bin/sh
# Prove backups by restoring them:  ./verify_backup.sh [BACKUP|latest|--all] [OPTIONS]
# Options are those of `ledgerflow backup verify`. LEDGERFLOW_COMPOSE=prod|dev|none decides where.
set -eu
lf_root=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/where_it_runs.sh
. "$lf_root/scripts/where_it_runs.sh"

wanted=${1:-latest}
if [ $# -gt 0 ]; then
    shift
fi
lf_find
wanted=$(lf_backup "$wanted")
lf_ledgerflow exec backup verify "$wanted" "$@"
