#!/bin/sh
# Keeps one finished WAL file: PostgreSQL's archive_command, called as `archive_wal.sh %p %f`.
#
#     archive_wal.sh PATH FILE        WAL_ARCHIVE=/wal_archive
#
# A file is there whole and flushed, or not at all. One that is there with the same bytes is kept
# and counts as done (PostgreSQL asks again after a crash); other bytes under the same name are
# never overwritten: they belong to another server. Anything but 0 makes PostgreSQL keep its own
# copy and try again. Not here: base backups (base_backup.sh), restoring (restore_to_time.sh).
set -eu
umask 027

archive=${WAL_ARCHIVE:-/wal_archive}

refuse() {
    echo "archive_wal: $*" >&2
    exit 1
}

[ $# -eq 2 ] || refuse "needs PATH and FILE, as archive_command passes them by %p and %f."
path=$1
file=$2
case $file in
    '' | .* | */* | *[!0-9A-Za-z.]*) refuse "'$file' is not the name of a WAL file." ;;
esac
[ -f "$path" ] || refuse "$path is not there."
# Never made here: a volume that is not mounted would look like an empty archive.
[ -d "$archive" ] || refuse "the archive $archive is not there. Mount it, or set WAL_ARCHIVE."

target=$archive/$file
if [ -e "$target" ]; then
    cmp -s "$path" "$target" || refuse "$target is there with other contents and stays as it is." \
        "Does another server archive to the same folder?"
    # The attempt that wrote it may have ended before its flush.
    sync "$target" "$archive" || refuse "$target cannot be flushed."
    exit 0
fi

partial=$archive/.$file.partial
trap 'rm -f "$partial"' EXIT
trap 'exit 1' HUP INT TERM
# A file that archive_timeout closed early is mostly zeros: 16 MB a minute would fill the disk.
cp --sparse=always "$path" "$partial" 2>/dev/null || cp "$path" "$partial" ||
    refuse "$file cannot be written to $archive. Is its disk full?"
sync "$partial" || refuse "$partial cannot be flushed."
mv "$partial" "$target" || refuse "$partial cannot be renamed."
sync "$archive" || refuse "$archive cannot be flushed."
