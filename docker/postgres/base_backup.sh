#!/bin/sh
# Takes a base backup, proves it, keeps the newest few, drops WAL that none of them needs.
#
#     base_backup.sh
#
# WAL_ARCHIVE=/wal_archive, BASE_BACKUPS=$WAL_ARCHIVE/base, BASES_KEPT=2. Connects as libpq's
# variables say; unless they do, as lf_backup, with LEDGERFLOW_BACKUP_PASSWORD where that is set.
# Each is called base_<UTC time>: the earliest time that restore_to_time.sh can bring back from it.
# A folder that ends in .partial is no backup. Not here: archiving WAL (archive_wal.sh).
set -eu
umask 027

archive=${WAL_ARCHIVE:-/wal_archive}
bases=${BASE_BACKUPS:-$archive/base}
kept=${BASES_KEPT:-2}
export PGUSER="${PGUSER:-lf_backup}" PGAPPNAME=base_backup
export PGDATABASE="${PGDATABASE:-postgres}"
if [ -z "${PGPASSWORD:-}" ] && [ -n "${LEDGERFLOW_BACKUP_PASSWORD:-}" ]; then
    export PGPASSWORD="$LEDGERFLOW_BACKUP_PASSWORD"
fi

refuse() {
    echo "base_backup: $*" >&2
    exit 1
}

ask() {
    psql -X -q -A -t -v ON_ERROR_STOP=1 -c "$1" || refuse "the server does not answer $PGUSER."
}

# The first WAL file that a base backup needs, from its backup_label.
first_wal_of() {
    sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]\{24\}\))$/\1/p' "$1/backup_label"
}

# Base backups, the newest first; the names sort by time.
all_bases() {
    for found in "$bases"/base_*Z; do
        [ -d "$found" ] && echo "${found##*/}"
    done | sort -r
}

prune() {
    all_bases | tail -n "+$((kept + 1))" | while IFS= read -r name; do
        mv "$bases/$name" "$bases/$name.partial"
        rm -rf "$bases/$name.partial"
        echo "Dropped $name."
    done
    oldest=$(all_bases | tail -n 1)
    first=$(first_wal_of "$bases/$oldest")
    [ -n "$first" ] || refuse "$bases/$oldest/backup_label names no WAL file; no WAL was dropped."
    pg_archivecleanup -b "$archive" "$first" || refuse "WAL older than $first cannot be dropped."
}

case $kept in
    '' | *[!0-9]* | 0) refuse "BASES_KEPT is '$kept'; it must be 1 or more." ;;
esac
[ -d "$archive" ] || refuse "the archive $archive is not there. Mount it, or set WAL_ARCHIVE."
mkdir -p "$bases"
exec 9> "$bases/.lock"
flock -n 9 || refuse "another base backup is being taken in $bases."
rm -rf "$bases"/*.partial

mode=$(ask "SELECT current_setting('archive_mode')")
[ "$mode" != off ] || refuse "archive_mode is off: without archived WAL only the moment of the" \
    "base backup could be restored. Set archive_mode and archive_command, restart PostgreSQL."

partial=$bases/running.partial
trap 'rm -rf "$partial"' EXIT
trap 'exit 1' HUP INT TERM
pg_basebackup --pgdata="$partial" --format=plain --checkpoint=fast --wal-method=stream \
    --manifest-checksums=SHA256 --label="ledgerflow base backup" --no-password \
    || refuse "pg_basebackup failed; earlier base backups are as they were."
pg_verifybackup --quiet "$partial" || refuse "the base backup does not match its own manifest."

# The server's clock, since targets are compared with the times of its commits; rounded up.
end=$(ask "SELECT to_char(date_trunc('second', clock_timestamp() AT TIME ZONE 'UTC')
                          + interval '1 second', 'YYYYMMDD\"T\"HH24MISS\"Z\"')")
sleep 1 # That time has come when this ends, and the next base backup has another name.
final=$bases/base_$end
mv "$partial" "$final"
sync "$final" "$bases" || refuse "$bases cannot be flushed."
prune
echo "Base backup $final is there and verified. Any time from $end on can be restored from it."

behind=$(ask "SELECT last_failed_wal FROM pg_stat_archiver
               WHERE last_failed_time > coalesce(last_archived_time, '-infinity')")
[ -z "$behind" ] || refuse "but archiving fails at $behind: times after that cannot be restored." \
    "The server's log says why."
