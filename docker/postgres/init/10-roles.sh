#!/bin/sh
# Run once by the image, when the data folder is new: the roles and the database.
#
# After a change of passwords in .env.prod, or for a role that is new, run it again in the running container:
#     docker compose ... exec postgres /docker-entrypoint-initdb.d/10-roles.sh
set -eu

for name in LEDGERFLOW_OWNER_PASSWORD LEDGERFLOW_APP_PASSWORD LEDGERFLOW_BACKUP_PASSWORD; do
    eval "value=\${$name:-}"
    if [ -z "$value" ]; then
        echo "10-roles: $name is not set. Write it into the environment file (make env-prod)." >&2
        exit 1
    fi
done

PGHOST=/var/run/postgresql psql -X -q -v ON_ERROR_STOP=1 --no-password \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres --file /scripts/roles.sql
echo "10-roles: lf_owner, lf_app, lf_agent, lf_backup and the database ledgerflow are ready."
