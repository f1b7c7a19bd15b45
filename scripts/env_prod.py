"""Writes .env.prod with strong random secrets, once, readable by its owner only.

Here: making the file of `make env-prod`. Not here: what production asks of the values
(ledgerflow/settings/production.py). Standard library only: any python3 runs it, before anything is
installed. It never overwrites: the secrets of a running installation would be lost.
"""

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

from variables import COMPOSE

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / ".env.prod"
HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
MAIL = re.compile(r"[^@\s\"'$#]+@[^@\s\"'$#]+")
PASSWORD_BYTES = 32
KEY_BYTES = 64

HEAD = """\
# The configuration of this installation, made by `make env-prod`. It holds every secret: keep it
# off the version control, and a copy of it apart from the backups. Without LEDGERFLOW_SECRET_KEY a
# restored installation does not recognise its own bank accounts.
# Passwords of the database are set when its volume is new. To change one later, change it here and
# run docker/postgres/init/10-roles.sh in the postgres container.

LEDGERFLOW_ENV=prod

# The host name people visit. Its DNS entry must point at this machine.
LEDGERFLOW_DOMAIN={domain}

# An e-mail address for a public certificate, or `internal` for one that browsers do not know.
LEDGERFLOW_TLS={tls}

# Secrets. All are URL-safe, because compose puts them into addresses.
"""

TAIL = """
# What more there is (.env.example explains all): remove the # and fill in.
#LEDGERFLOW_POSTGRES_SIZE=16gb
#LEDGERFLOW_EMAIL_URL=smtp+tls://user:password@smtp.example.org:587?from=books@example.org
#LEDGERFLOW_BACKUP_AGE_RECIPIENT=age1...
#LEDGERFLOW_BACKUP_OFFSITE=rclone:REMOTE:PATH
#OPENAI_API_KEY_FILE=/run/keys/openai
#LEDGERFLOW_PRIVATE_HOSTS=llm.internal:8080
"""


def main(arguments: list, file: Path = FILE) -> int:
    """Make the file; 1 when it is there already, 2 for what is no host name or address."""
    parser = argparse.ArgumentParser(description="Write .env.prod with strong random secrets.")
    parser.add_argument("domain", nargs="?", default=from_environment("DOMAIN"))
    parser.add_argument("--tls", default=from_environment("TLS"))
    given = parser.parse_args(arguments)
    domain, tls = given.domain.strip().lower(), given.tls.strip() or "internal"
    if domain and not HOST.fullmatch(domain):
        return refuse(f"{domain!r} is no host name: write it like books.example.org.", 2)
    if tls != "internal" and not MAIL.fullmatch(tls):
        return refuse("TLS is an e-mail address, or the word internal.", 2)
    if not write_once(file, content(domain, tls)):
        return refuse(
            f"{file.name} is there already and stays as it is: its secrets are in use. To begin"
            f" anew, move it away first: mv {file.name} {file.name}.old",
            1,
        )
    sys.stdout.write(next_steps(file.name, domain, tls))
    return 0


def from_environment(name: str) -> str:
    """`make env-prod DOMAIN=...` hands it over as DOMAIN; LEDGERFLOW_DOMAIN does as well."""
    return os.environ.get(name) or os.environ.get(f"LEDGERFLOW_{name}") or ""


def content(domain: str, tls: str) -> str:
    """The whole file, with new secrets."""
    made = {"LEDGERFLOW_SECRET_KEY": secrets.token_urlsafe(KEY_BYTES)}
    for one in COMPOSE:
        if one.is_secret:
            made[one.name] = secrets.token_urlsafe(PASSWORD_BYTES)
    lines = "".join(f"{name}={value}\n" for name, value in made.items())
    return HEAD.format(domain=domain, tls=tls) + lines + TAIL


def write_once(file: Path, text: str) -> bool:
    """Create the file, mode 0600, complete or not at all; False when it is there."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        file.unlink()
        raise
    return True


def next_steps(name: str, domain: str, tls: str) -> str:
    """What the operator does now."""
    said = [f"{name} is written; only you can read it. It holds every secret: keep a copy apart."]
    if not domain:
        said.append(f"Fill in LEDGERFLOW_DOMAIN in {name}: the host name people visit.")
    if tls == "internal":
        said.append(
            f"For a certificate that browsers know, set LEDGERFLOW_TLS in {name} to your e-mail"
            " address."
        )
    return "\n".join(said) + "\n"


def refuse(reason: str, code: int) -> int:
    """Say why on standard error; the exit code."""
    sys.stderr.write(f"env-prod: {reason}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
