#!/bin/sh
# Puts the code folder $1 on the path of /opt/venv and makes the `ledgerflow` command.
#
# As scripts/bootstrap.sh does on a host: nothing is built, so nothing is fetched to build it.
set -eu

code=$1
packages=$(/opt/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$code" >"$packages/ledgerflow_code.pth"
cat >/opt/venv/bin/ledgerflow <<'SCRIPT'
#!/bin/sh
exec /opt/venv/bin/python -m ledgerflow "$@"
SCRIPT
chmod 755 /opt/venv/bin/ledgerflow
