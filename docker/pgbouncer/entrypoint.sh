#!/bin/sh
# Starts PgBouncer with the application's password from the environment, in a file that lives in
# memory only. SCRAM towards both sides needs the password itself.
set -eu
umask 077

if [ -z "${LEDGERFLOW_APP_PASSWORD:-}" ]; then
    echo "pgbouncer: LEDGERFLOW_APP_PASSWORD is not set (make env-prod)." >&2
    exit 1
fi
case $LEDGERFLOW_APP_PASSWORD in
    *\"*)
        echo "pgbouncer: LEDGERFLOW_APP_PASSWORD may not hold a double quote." >&2
        exit 1
        ;;
esac
printf '"lf_app" "%s"\n' "$LEDGERFLOW_APP_PASSWORD" >/run/pgbouncer/userlist.txt
unset LEDGERFLOW_APP_PASSWORD
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
