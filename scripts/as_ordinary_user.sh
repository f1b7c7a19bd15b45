#!/bin/sh
# Proves that an ordinary user can do it: copies the checkout (what git would commit) into a
# folder of an unprivileged user and runs `make demo` there, or the make targets given.
# Needs root, as it changes the user. Everything it makes is removed again.
set -eu

[ "$(id -u)" = 0 ] || {
    echo "scripts/as_ordinary_user.sh changes the user and must be started by root." >&2
    exit 2
}
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- demo
user=$(id -u nobody)
group=$(id -g nobody)
place=$(mktemp -d /tmp/lf-user.XXXXXX)
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$place"
mkdir "$place/home" "$place/check out" # a space in the path on purpose

git ls-files -z --cached --others --exclude-standard |
    tar --create --null --files-from=- --ignore-failed-read | tar -x -C "$place/check out"

library= # of a copied interpreter, whose own idea of it points into root's home
as_user() {
    LD_LIBRARY_PATH="$library" HOME="$place/home" PYENV_ROOT=/nonexistent XDG_CACHE_HOME="$place/home/cache" \
        setpriv --reuid "$user" --regid "$group" --clear-groups "$@"
}

usable() {
    as_user "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' \
        >/dev/null 2>&1
}

# The interpreter may lie below root's home, where no other user gets: copy it then.
python=
for candidate in python3.13 python3.12 python3; do
    path=$(command -v "$candidate" || :)
    if [ -n "$path" ] && usable "$path"; then
        python=$path
        break
    fi
done
if [ -z "$python" ]; then
    [ -x .venv/bin/python ] || sh scripts/bootstrap.sh
    base=$(.venv/bin/python -c 'import sys; print(sys.base_prefix)')
    mkdir "$place/python"
    tar -C "$base" --exclude='*/test' --exclude=__pycache__ --exclude='*.a' \
        --exclude='*/site-packages/*' -c bin lib | tar -x -C "$place/python"
    library=$place/python/lib
    python=$(find "$place/python/bin" -name 'python3.1[0-9]' | head -n 1)
    usable "$python" || {
        echo "The interpreter of $base does not run for another user, even copied." >&2
        exit 1
    }
fi

chown -R "$user:$group" "$place/home" "$place/check out"
cd "$place/check out"
as_user git init -q . # so that tests can ask what a commit would hold
echo "As user $user with $("$python" --version) in a fresh copy: make $*"
as_user make PYTHON="$python" "$@"
