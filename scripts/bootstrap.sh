#!/bin/sh
# Makes .venv and installs one locked set into it: base, embedded (default), ocr, llm, extras (both)
# or dev.
#
# Works as root or not, with any HOME, offline once everything is there. A second run with the
# same lock costs a few milliseconds: .venv/.installed remembers what was installed.
# The project itself is not built: a .pth file puts this checkout on the path of the venv, and
# .venv/bin/ledgerflow is a three-line script, so nothing is fetched to build anything.
set -eu

wanted=${1:-embedded}
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=.venv
stamp=$venv/.installed
case $wanted in base | embedded | ocr | llm | extras | dev) ;; *)
    echo "usage: scripts/bootstrap.sh [base|embedded|ocr|llm|extras|dev]" >&2
    exit 2
    ;;
esac

say() { printf '%s\n' "$*" >&2; }

mark() { # the state that the stamp stands for, of the set $1
    cksum=$(cat requirements/bootstrap.txt "requirements/$1.txt" scripts/bootstrap.sh | cksum)
    printf '%s %s %s\n' "$1" "$cksum" "$root"
}

containing() { # the sets that have all of the set $1
    case $1 in
    base) echo base embedded ocr llm extras dev ;;
    embedded) echo embedded ocr llm extras dev ;;
    ocr) echo ocr extras dev ;;
    llm) echo llm extras dev ;;
    extras) echo extras dev ;;
    dev) echo dev ;;
    esac
}

satisfied() { # a larger set serves a smaller one
    [ -f "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    installed=$(cat "$stamp")
    for larger in $(containing "$wanted"); do
        [ "$installed" = "$(mark "$larger")" ] && return 0
    done
    return 1
}

usable() { # runs, is new enough, and can make a venv
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3 \
        "${HOME:-/nonexistent}"/.pyenv/versions/3.1[23]*/bin/python; do
        if [ -n "$candidate" ] && usable "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "No Python 3.12 or later with its venv module was found."
    say "Install one (Debian: python3 and python3-venv), or name one: make PYTHON=/path/to/python3.12"
    exit 1
}

make_venv() {
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        say "Making $venv with $("$python" --version) ..."
        "$python" -m venv --clear "$venv"
    fi
}

install() {
    pip() { "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
    lock=requirements/$wanted.txt
    say "Installing $lock ..."
    if pip install --require-hashes -r requirements/bootstrap.txt &&
        "$venv/bin/uv" pip sync --quiet --no-python-downloads --require-hashes \
            --python "$venv/bin/python" "$lock"; then
        return
    fi
    say "uv could not do it; trying pip with the same lock ..."
    pip install --require-hashes -r "$lock" || {
        say "The packages of $lock could not be installed. Is a package index reachable?"
        exit 1
    }
}

link_project() {
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$packages/ledgerflow_checkout.pth"
    cat >"$venv/bin/ledgerflow" <<'SCRIPT'
#!/bin/sh
# Written by scripts/bootstrap.sh.
exec "$(dirname "$0")/python" -m ledgerflow "$@"
SCRIPT
    chmod 755 "$venv/bin/ledgerflow"
}

satisfied && exit 0
if [ -f "$stamp" ]; then # never shrink: a larger set stays when the lock changes
    case "$wanted $(cat "$stamp")" in
        *\ dev\ *) wanted=dev ;;
        *\ extras\ * | ocr\ llm\ * | llm\ ocr\ *) wanted=extras ;;
        base\ ocr\ * | embedded\ ocr\ *) wanted=ocr ;;
        base\ llm\ * | embedded\ llm\ *) wanted=llm ;;
    esac
fi
if [ ! -w "${HOME:-/nonexistent}" ]; then # no home to keep a cache in
    export UV_NO_CACHE=1 PIP_NO_CACHE_DIR=1
fi
make_venv
rm -f "$stamp"
install
link_project
mark "$wanted" >"$stamp"
