#!/bin/sh
# Makes a data folder that, once started, is the database as it was at a time.
#
#     restore_to_time.sh TARGET_TIME BASE NEW_DATA_DIR
#
# TARGET_TIME   2025-03-14T09:26:53Z (UTC, fractions allowed), or `latest`: all that was archived.
# BASE          a folder below BASE_BACKUPS, its path, or `auto`: the newest before the time.
# NEW_DATA_DIR  must be empty or not there; a database that exists is never touched.
#
# WAL_ARCHIVE=/wal_archive, BASE_BACKUPS=$WAL_ARCHIVE/base. RECOVERY_TARGET_ACTION=promote, or
# `pause` to look before the books are opened for writing. RECOVERY_TARGET_TIMELINE=latest, or a
# number: the line of time to follow where an earlier restore has made a second one.
# Not here: starting the server (docs/howto/point-in-time-recovery.md).
set -eu
umask 077

archive=${WAL_ARCHIVE:-/wal_archive}
bases=${BASE_BACKUPS:-$archive/base}
action=${RECOVERY_TARGET_ACTION:-promote}
timeline=${RECOVERY_TARGET_TIMELINE:-latest}

refuse() {
    echo "restore_to_time: $*" >&2
    exit 1
}

# 2025-03-14T09:26:53.5Z -> 20250314092653; fails for anything else.
digits_of() {
    day='[0-9]\{4\}-[0-9][0-9]-[0-9][0-9]'
    clock='[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\(\.[0-9]\{1,6\}\)\{0,1\}'
    echo "$1" | grep -q "^${day}T${clock}Z\$" || return 1
    echo "${1%%[.Z]*}" | tr -d 'T:-'
}

# The digits in a base backup's name: from then on it can be used. Nothing for another name.
start_of() {
    echo "${1##*/}" | sed -n 's/^base_\([0-9]\{8\}\)T\([0-9]\{6\}\)Z$/\1\2/p'
}

choose_base() {
    for found in "$bases"/base_*Z; do
        begins=$(start_of "$found")
        [ -d "$found" ] && [ -n "$begins" ] && [ "$begins" -le "$1" ] && echo "$found"
    done | sort | tail -n 1
}

check_new_folder() {
    [ ! -e "$new/postmaster.pid" ] || refuse "$new is the data folder of a server. Name a new one."
    if [ -e "$new" ]; then
        [ -d "$new" ] && [ -z "$(ls -A "$new")" ] \
            || refuse "$new is not empty and stays as it is. Name a new folder."
    fi
}

# Recovery ends with a fault unless it sees a commit after the time, so look before copying.
check_reach() {
    mark=$(mktemp)
    touch -d "$target" "$mark" 2> /dev/null || { rm -f "$mark"; refuse "$target is not a time."; }
    newer=$(find "$archive" -maxdepth 1 -type f -newer "$mark" -name '0*' | head -n 1)
    rm -f "$mark"
    [ -n "$newer" ] || refuse "nothing was archived after $target, so the server would end with" \
        '"recovery ended before configured recovery target was reached".' \
        "If the old server runs: SELECT pg_switch_wal(); and wait for the file to be archived." \
        "If it is gone: restore \`latest\`, which ends with the last commit that was archived."
}

write_settings() {
    {
        # Those of an earlier restore, which the base backup may hold, would still count.
        grep -Ev '^(restore_command|recovery_target[a-z_]*) *=' "$base/postgresql.auto.conf" || true
        echo "# Written by restore_to_time.sh"
        echo "restore_command = 'test -f \"$archive/%f\" && cp \"$archive/%f\" \"%p\"'"
        echo "recovery_target_timeline = '$timeline'"
        echo "recovery_target_action = '$action'"
        # This setting knows +00 and not Z.
        [ "$target" = latest ] || echo "recovery_target_time = '${target%Z}+00'"
    } > "$new/postgresql.auto.conf"
    : > "$new/recovery.signal"
}

[ $# -eq 3 ] || refuse "needs TARGET_TIME BASE NEW_DATA_DIR; see the top of this file."
target=$1
base=$2
new=${3%/}
case $action in promote | pause) ;; *) refuse "RECOVERY_TARGET_ACTION is promote or pause." ;; esac
case $timeline in
    latest) ;;
    '' | *[!0-9]*) refuse "RECOVERY_TARGET_TIMELINE is latest or a number." ;;
esac
# These would need quoting in a setting that PostgreSQL, a shell and %-signs all read.
case $archive in
    *[\'\"\\%\$\`]*) refuse "$archive: a restore_command cannot hold such a path." ;;
    /*) ;;
    *) refuse "WAL_ARCHIVE must be an absolute path." ;;
esac
[ -d "$archive" ] || refuse "the archive $archive is not there. Mount it, or set WAL_ARCHIVE."
if [ "$target" = latest ]; then
    wanted=99991231235959
else
    wanted=$(digits_of "$target") \
        || refuse "'$target' is not a time such as 2025-03-14T09:26:53Z, in UTC, nor 'latest'."
    [ "$wanted" -le "$(date -u +%Y%m%d%H%M%S)" ] || refuse "$target is still to come."
fi

case $base in
    auto)
        base=$(choose_base "$wanted")
        [ -n "$base" ] || refuse "no base backup in $bases is as old as $target." ;;
    */*) ;;
    *) base=$bases/$base ;;
esac
[ -f "$base/backup_manifest" ] || refuse "$base is not a base backup that was finished."
from=$(start_of "$base")
[ -n "$from" ] || refuse "$base is not called base_<UTC time>Z, as base_backup.sh names it."
[ "$from" -le "$wanted" ] || refuse "${base##*/} was taken after $target: it begins at the time in" \
    "its name. Use an older one, or \`auto\`."
check_new_folder
[ "$target" = latest ] || check_reach
pg_verifybackup --quiet "$base" || refuse "$base is damaged; $new was not made. Use another one."

mkdir -p "$new"
# PG_VERSION comes last: without it PostgreSQL starts nothing, so half a copy stays harmless.
for entry in "$base"/*; do
    case ${entry##*/} in
        PG_VERSION | backup_manifest) ;;
        *) cp -a "$entry" "$new/" || refuse "$entry cannot be copied to $new. Is its disk full?" ;;
    esac
done
write_settings
chmod 700 "$new"
cp -a "$base/PG_VERSION" "$new/"
sync "$new" "$new/PG_VERSION" "$new/postgresql.auto.conf"

echo "$new is ready, from ${base##*/}, to be recovered to: $target (then: $action)."
echo "Start PostgreSQL on it. If it ends with \"recovery ended before configured recovery target\","
echo "no commit after that time is in the archive: restore \`latest\` into another new folder."
