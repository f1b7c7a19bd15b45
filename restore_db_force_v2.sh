#!/bin/sh
# Put a backup in the live database's place:  ./restore_db_force_v2.sh BACKUP [--yes-replace NAME]
# It names what it will replace, asks for the database's name, saves the present state, restores
# beside it, compares, and swaps the names; ./restore_db_force_v2.sh --swap-back undoes the swap.
# Options are those of `ledgerflow backup restore`. LEDGERFLOW_COMPOSE=prod|dev|none decides where.
set -eu
lf_root=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=scripts/where_it_runs.sh
. "$lf_root/scripts/where_it_runs.sh"

case "${1:-}" in
--swap-back)
    shift
    lf_find
    lf_ledgerflow run backup swap-back "$@"
    ;;
'' | -*)
    lf_fail "No backup is named." "Say ./restore_db_force_v2.sh BACKUP [--yes-replace NAME]." 2
    ;;
*)
    wanted=$1
    shift
    lf_find
    wanted=$(lf_backup "$wanted")
    lf_ledgerflow run backup restore "$wanted" --replace "$@"
    ;;
esac
