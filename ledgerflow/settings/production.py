"""What production asks of its configuration; it does not start on less.

Here: pure checks of typed variables, and the one message that lists every fault. Not here:
reading them (env.py) or production's values (prod.py). No message shows a secret's value.
"""

from collections.abc import Callable, Iterator
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr, ValidationError

from ledgerflow.settings.caching import cache_settings
from ledgerflow.settings.env import (
    Environment,
    environment,
    environment_without,
    faults_of,
)
from ledgerflow.settings.mail import mail_settings

MAKE = "`make env-prod` makes a strong one"
# At least so long, with at least so many different characters.
KEY = (50, 10)
PASSWORD = (16, 6)
KNOWN_WORDS = (
    "changeme", "change-me", "change_me", "default", "development", "example", "insecure",
    "ledgerflow", "letmein", "password", "placeholder", "postgres", "replace", "secret", "qwerty",
    "123456",
)  # fmt: skip
# Each may do more than the web should, or is nobody's in particular.
OTHERS_ROLES = ("lf_owner", "lf_backup", "postgres")


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured listing every fault; for prod.py before all else."""
    found = configuration_faults()
    if found:
        count = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        listed = "".join(f"\n  - {fault}" for fault in found)
        raise ImproperlyConfigured(f"production does not start with {count}:{listed}")


def configuration_faults() -> list[str]:
    """Every fault of this process's environment: what cannot be read, then what is not safe."""
    try:
        return faults(environment())
    except ValidationError as error:
        unreadable = faults_of(error)
    rest = faults(environment_without(set(unreadable)))
    named = tuple(f"{name} " for name in unreadable)
    return [
        *(f"{name} cannot be used: {reason}." for name, reason in unreadable.items()),
        *(fault for fault in rest if not fault.startswith(named)),
    ]


def faults(env: Environment) -> list[str]:
    """What production would not start with, each as "VARIABLE what: what to do."; [] is good."""
    checks: tuple[Callable[[Environment], Iterator[str]], ...] = (
        _secret_key, _hosts, _databases, _redis, _mail, _debug, _recipient,
    )  # fmt: skip
    return [fault for check in checks for fault in check(env)]


def weakness(value: str, minimum: int, different: int) -> str:
    """Why a secret could be guessed, to stand after its name; "" when it looks random."""
    if len(value) < minimum:
        return f"is shorter than {minimum} characters"
    if len(set(value)) < different:
        return "has too few different characters"
    if (value + value).find(value, 1) < len(value):
        return "repeats itself"
    if any(word in value.casefold() for word in KNOWN_WORDS):
        return "contains a word that is tried first"
    return ""


def _secret_key(env: Environment) -> Iterator[str]:
    key = _shown(env.secret_key)
    if not key:
        yield f"LEDGERFLOW_SECRET_KEY is missing: {MAKE}."
    elif weak := weakness(key, *KEY):
        yield f"LEDGERFLOW_SECRET_KEY {weak}: {MAKE}."


def _hosts(env: Environment) -> Iterator[str]:
    names = {name.strip() for name in env.allowed_hosts.split(",") if name.strip()}
    default = set(str(Environment.model_fields["allowed_hosts"].default).split(","))
    if names in (set(), default):
        yield "LEDGERFLOW_ALLOWED_HOSTS is not set: give the host name people visit."
    if any("*" in name for name in names):
        yield "LEDGERFLOW_ALLOWED_HOSTS contains *: name each host, or .example.org for a domain."


def _databases(env: Environment) -> Iterator[str]:
    urls = {
        "DATABASE_URL": _shown(env.database_url),
        "DATABASE_OWNER_URL": _shown(env.database_owner_url),
        "DATABASE_BACKUP_URL": _shown(env.database_backup_url),
    }
    if not urls["DATABASE_URL"]:
        yield (
            "DATABASE_URL is missing: set postgresql://lf_app:password@host:5432/ledgerflow"
            " of your PostgreSQL 17."
        )
    logins: dict[str, dict[str, str]] = {}
    for name, url in urls.items():
        if url:
            try:
                logins[name] = {k: str(v or "") for k, v in conninfo_to_dict(url).items()}
            except ProgrammingError:
                yield f"{name} is no address: write postgresql://user:password@host:5432/name."
    for name, login in logins.items():
        others = [other for key, other in logins.items() if key != name]
        yield from _login(name, login, others)


def _login(name: str, login: dict[str, str], others: list[dict[str, str]]) -> Iterator[str]:
    user, password, host = (login.get(key, "") for key in ("user", "password", "host"))
    if not login.get("dbname"):
        yield f"{name} names no database: end it with /ledgerflow."
    if not user:
        yield f"{name} names no role: write lf_app, lf_owner or lf_backup before the password."
    elif name == "DATABASE_URL" and user in OTHERS_ROLES:
        yield f"{name} uses the role {user}, which may do too much: use lf_app."
    elif name != "DATABASE_URL" and user in {other.get("user") for other in others}:
        yield f"{name} uses another address's role: each of the three has its own."
    by_socket = not host or host.startswith("/")
    if not password:
        if not by_socket:
            yield f"{name} has no password: {MAKE}."
    elif password == user or password in {other.get("user") for other in others}:
        yield f"{name} has a role's name as its password: {MAKE}."
    elif password in {other.get("password") for other in others}:
        yield f"{name} has the password of another role: give each its own."
    elif weak := weakness(password, *PASSWORD):
        yield f"{name} has a password that {weak}: {MAKE}."


def _redis(env: Environment) -> Iterator[str]:
    url = _shown(env.redis_url)
    try:
        cache_settings(url)
        parts = urlsplit(url)
    except (ImproperlyConfigured, ValueError):
        yield "REDIS_URL is no address: write redis://:password@host:6379/0."
        return
    if not url or parts.scheme == "unix":
        return
    password = unquote(parts.password or "")
    if not password:
        if not _is_loopback(parts.hostname or ""):
            yield f"REDIS_URL has no password: {MAKE}; set it in Redis too (requirepass)."
    elif weak := weakness(password, *PASSWORD):
        yield f"REDIS_URL has a password that {weak}: {MAKE}."


def _mail(env: Environment) -> Iterator[str]:
    try:
        mail_settings(_shown(env.email_url))
    except ImproperlyConfigured as fault:
        yield str(fault)


def _debug(env: Environment) -> Iterator[str]:
    if env.debug:
        yield "LEDGERFLOW_DEBUG is on: unset it; tracebacks may hold bank text."


def _recipient(env: Environment) -> Iterator[str]:
    if env.backup_age_recipient is None:
        return
    import pyrage  # type: ignore[import-untyped]  # only where backups are encrypted

    try:
        pyrage.x25519.Recipient.from_str(env.backup_age_recipient.strip())
    except pyrage.RecipientError:
        yield (
            "LEDGERFLOW_BACKUP_AGE_RECIPIENT is no public key of age: it starts with age1 and"
            " stands in the second line of what `age-keygen` makes."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
