"""The only reader of the environment: typed, documented, tested.

Here: every variable LedgerFlow knows, with its default and meaning. Not here: what follows from
them (base.py).
"""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """The variables; each description stands in docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", populate_by_name=True)

    database_url: SecretStr | None = Field(
        None,
        alias="DATABASE_URL",
        description="PostgreSQL 17 as the application role; unset: the embedded server.",
    )
    database_owner_url: SecretStr | None = Field(
        None,
        alias="DATABASE_OWNER_URL",
        description="The same database as its owner; needed only by migrate and by tests.",
    )
    redis_url: SecretStr | None = Field(
        None, alias="REDIS_URL", description="Cache and sessions; unset: local memory."
    )
    state_dir: Path = Field(
        PROJECT_ROOT / ".ledgerflow",
        alias="LEDGERFLOW_STATE_DIR",
        description="Where the embedded database, originals and generated secrets live.",
    )
    postgres_bin_dir: Path | None = Field(
        None,
        alias="LEDGERFLOW_POSTGRES_BIN",
        description="Folder with PostgreSQL 17's programs; unset: the wheel's.",
    )
    secret_key: SecretStr | None = Field(
        None,
        alias="LEDGERFLOW_SECRET_KEY",
        description="Django's signing key; unset: generated once in the state folder.",
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]",
        alias="LEDGERFLOW_ALLOWED_HOSTS",
        description="Host names the web answers to, separated by commas.",
    )
    log_level: str = Field(
        "WARNING", alias="LEDGERFLOW_LOG_LEVEL", description="Logging threshold."
    )
    debug: bool = Field(
        False,
        alias="LEDGERFLOW_DEBUG",
        description="The command line shows tracebacks; they may hold bank text.",
    )
    port: int = Field(
        9001, alias="LEDGERFLOW_PORT", ge=1, le=65535, description="Port of `ledgerflow serve`."
    )


@cache
def environment() -> Environment:
    """Read the environment once per process."""
    return Environment()  # type: ignore[call-arg]  # every field has a default
