"""How DATABASES comes about: a given address, or the embedded server on first use.

Here: the settings dictionary. Not here: starting PostgreSQL (embedded/) or switching roles
(core/backend). The embedded server starts when the first connection is opened, so that
settings load without any service.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from ledgerflow.settings.env import Environment

ENGINE = "ledgerflow.core.backend"
OWNER_ROLE = "lf_owner"
APP_ROLE = "lf_app"
NAMED = {
    "NAME": "dbname",
    "USER": "user",
    "PASSWORD": "password",
    "HOST": "host",
    "PORT": "port",
}


def database_settings(env: Environment) -> dict[str, Any]:
    """The `default` database for this environment."""
    common: dict[str, Any] = {
        "ENGINE": ENGINE,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {},
    }
    if env.database_url is None:
        return common | {"NAME": "ledgerflow", "USER": APP_ROLE, "RESOLVE": embedded_address}
    address = env.database_url.get_secret_value()
    given = _parse(address) | {"OPTIONS": _options(address)}
    if env.database_owner_url is not None:
        given["OWNER"] = _role(env.database_owner_url.get_secret_value())
    if env.database_backup_url is not None:
        given["BACKUP"] = _role(env.database_backup_url.get_secret_value())
    return common | given


def embedded_address() -> dict[str, Any]:
    """Start or join the embedded server; what the backend needs to connect."""
    from ledgerflow import embedded
    from ledgerflow.settings.env import environment

    env = environment()
    server = embedded.ensure(env.state_dir, env.postgres_bin_dir)
    return {
        "HOST": str(server.socket_dir),
        "PORT": str(server.port),
        "USER": server.app_user,
        "PASSWORD": server.app_password,
        "OWNER": {"USER": server.owner_user, "PASSWORD": server.owner_password},
        "BACKUP": {"USER": server.backup_user, "PASSWORD": server.backup_password},
    }


def _role(url: str) -> dict[str, Any]:
    """Who, where and how, without the database's name, which tests change."""
    login = {key: value for key, value in _parse(url).items() if key != "NAME"}
    return login | {"OPTIONS": _options(url)}


def _parse(url: str) -> dict[str, Any]:
    parts = _parts(url)
    return {key: str(parts.get(name) or "") for key, name in NAMED.items()}


def _options(url: str) -> dict[str, Any]:
    """The rest of an address, such as `?sslmode=verify-full`, for libpq."""
    return {key: value for key, value in _parts(url).items() if key not in NAMED.values()}


def _parts(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        ) from None  # the cause quotes the address
