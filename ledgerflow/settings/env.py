"""The only reader of the environment: typed, documented, tested.

Here: every variable LedgerFlow knows, with its default and meaning. Not here: secrets in files
(secret_files.py), what follows from the values (base.py), what production asks (production.py).
"""

import os
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ledgerflow.settings.keys import key_value
from ledgerflow.settings.secret_files import SUFFIX, FileFault, SecretFiles, refuse_fault

PROJECT_ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """The variables; each description stands in docs/reference/settings.md.

    A variable that is set to nothing counts as unset: Compose hands optional ones on that way.
    """

    model_config = SettingsConfigDict(
        env_file=None,
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    deployment: str = Field(
        "local",
        alias="LEDGERFLOW_ENV",
        pattern=r"^[a-z0-9-]{1,30}$",
        description="What this installation is called in names of backups: `dev`, `prod`.",
    )
    database_url: SecretStr | None = Field(
        None,
        alias="DATABASE_URL",
        description="PostgreSQL 17 as the application role; unset: the embedded server.",
    )
    database_owner_url: SecretStr | None = Field(
        None,
        alias="DATABASE_OWNER_URL",
        description="The same database as its owner, direct and not through a pooler; needed only"
        " by migrate, restore and tests.",
    )
    database_backup_url: SecretStr | None = Field(
        None,
        alias="DATABASE_BACKUP_URL",
        description="The same database as the role that may read all rows, direct; needed only"
        " by backups.",
    )
    database_pool: int = Field(
        0,
        alias="LEDGERFLOW_DATABASE_POOL",
        ge=0,
        le=100,
        description="Connections that each process may pool; 0 where PgBouncer pools.",
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
    base_url: str = Field(
        "",
        alias="LEDGERFLOW_BASE_URL",
        pattern=r"^(https?://[^\s/?#]+/?)?$",
        description="Where people open the pages, such as `https://books.example.com`: for links"
        " in e-mails that no visitor asked for; unset: they hold none.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = Field(
        "WARNING",
        alias="LEDGERFLOW_LOG_LEVEL",
        description="What is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL and above.",
    )
    debug: bool = Field(
        False,
        alias="LEDGERFLOW_DEBUG",
        description="The command line shows tracebacks; they may hold bank text.",
    )
    port: int = Field(
        9001, alias="LEDGERFLOW_PORT", ge=1, le=65535, description="Port of `ledgerflow serve`."
    )
    media_dir: Path | None = Field(
        None,
        alias="LEDGERFLOW_MEDIA_DIR",
        description="Where originals are stored; unset: `media` in the state folder.",
    )
    static_dir: Path | None = Field(
        None,
        alias="LEDGERFLOW_STATIC_DIR",
        description="Where production's collected static files lie; unset: `static` in the state"
        " folder.",
    )
    trusted_proxies: int = Field(
        0,
        alias="LEDGERFLOW_TRUSTED_PROXIES",
        ge=0,
        le=5,
        description="How many proxies of ours stand before the web; a visitor's address is then"
        " read from X-Forwarded-For, counted from the right.",
    )
    web_workers: int = Field(
        2,
        alias="LEDGERFLOW_WEB_WORKERS",
        ge=1,
        le=64,
        description="Web processes of one production container.",
    )
    web_threads: int = Field(
        4,
        alias="LEDGERFLOW_WEB_THREADS",
        ge=1,
        le=64,
        description="Threads of each of these web processes.",
    )
    worker_concurrency: int = Field(
        2,
        alias="LEDGERFLOW_WORKER_CONCURRENCY",
        ge=1,
        le=32,
        description="Jobs that one worker runs at a time.",
    )
    worker_heartbeat: Path | None = Field(
        None,
        alias="LEDGERFLOW_WORKER_HEARTBEAT",
        description="File that a living worker touches; unset: `worker.heartbeat` in the state"
        " folder.",
    )
    searxng_url: str | None = Field(
        None,
        alias="SEARXNG_URL",
        description="SearXNG with its JSON format on; unset: no web search.",
    )
    llm_base_url: str | None = Field(
        None,
        alias="LLM_BASE_URL",
        description="A model's server that `ledgerflow doctor` and `/readyz` watch; unset: none."
        " The models that agents ask are rows in Django admin.",
    )
    tool_packages: str = Field(
        "tools",
        alias="LEDGERFLOW_TOOL_PACKAGES",
        pattern=r"^[a-z_][a-z0-9_]*(,[a-z_][a-z0-9_]*)*$",
        description="Packages whose exported functions agents' tools may name, by commas.",
    )
    private_hosts: str = Field(
        "",
        alias="LEDGERFLOW_PRIVATE_HOSTS",
        description="Hosts of your own network that models may be reached at, such as"
        " `localhost:11434,llm.internal`; others in private ranges are refused. The search server"
        " of SEARXNG_URL need not be named.",
    )
    agent_concurrency: int = Field(
        4,
        alias="LEDGERFLOW_AGENT_CONCURRENCY",
        ge=1,
        le=64,
        description="Questions to a language model that one look-up asks at a time.",
    )
    evaluation_model: str | None = Field(
        None,
        alias="LEDGERFLOW_MODEL",
        description="Name of a language model's row for `make evaluate-agents`; unset: scripted.",
    )
    email_url: SecretStr | None = Field(
        None,
        alias="LEDGERFLOW_EMAIL_URL",
        description="`smtp://user:password@host:25?from=books@example.org`, or `smtps://`, or"
        " `smtp+tls://`; unset: mail is written to standard output.",
    )
    backup_dir: Path = Field(
        PROJECT_ROOT / "archives" / "docker_archive" / "database_backups",
        alias="LEDGERFLOW_BACKUP_DIR",
        description="Where backups are kept; best on another disk than the database.",
    )
    backup_schedule: bool = Field(
        False,
        alias="LEDGERFLOW_BACKUP_SCHEDULE",
        description="The worker backs the database up every hour, and all every night.",
    )
    backup_retention: str = Field(
        "24h 7d 5w 12m 7y",
        alias="LEDGERFLOW_BACKUP_RETENTION",
        description="How many hourly, daily, weekly, monthly and yearly backups are kept.",
    )
    backup_age_recipient: str | None = Field(
        None,
        alias="LEDGERFLOW_BACKUP_AGE_RECIPIENT",
        description="age public key (`age1...`) that backups are encrypted to; unset: plain.",
    )
    backup_age_identity_file: Path | None = Field(
        None,
        alias="LEDGERFLOW_BACKUP_AGE_IDENTITY_FILE",
        description="The private key's file, to verify or restore an encrypted backup; keep it off"
        " this host otherwise.",
    )
    backup_offsite: str | None = Field(
        None,
        alias="LEDGERFLOW_BACKUP_OFFSITE",
        description="Where verified backups are copied: a folder of another disk, or"
        " `rclone:REMOTE:PATH`.",
    )
    revision: str | None = Field(
        None,
        alias="LEDGERFLOW_REVISION",
        description="The source revision an image was built from; shown by /version.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _file_of_a_secret(cls, value: Any) -> Any:
        return refuse_fault(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is handed in, then secrets in files, then the environment."""
        return init_settings, SecretFiles(settings_cls), env_settings


@cache
def environment() -> Environment:
    """Read the environment once per process. Raises pydantic's ValidationError."""
    return Environment()  # type: ignore[call-arg]  # every field has a default


def faults_of(error: ValidationError) -> dict[str, str]:
    """Each variable that cannot be used, with the reason and without its value."""
    return {str(one["loc"][0]): one["msg"] for one in error.errors(include_input=False)}


def environment_without(names: set[str]) -> Environment:
    """The environment with these variables at their defaults: to find what else is wrong."""
    fields = Environment.model_fields.values()
    return Environment(**{str(f.alias): f.default for f in fields if f.alias in names})


def secret_of_variable(name: str) -> SecretStr | None:
    """The key in a variable of the form NAME_API_KEY, or in the file that NAME_API_KEY_FILE names.

    None for every other name, and where there is no key that can be used: `key_fault` says why.
    """
    value = key_value(name, os.environ)
    return None if value is None or isinstance(value, FileFault) else SecretStr(value)


def key_fault(name: str) -> str:
    """Why a variable gives no key, as the end of a sentence; "" where it gives one."""
    value = key_value(name, os.environ)
    if value is None:
        return f"neither {name} nor {name}{SUFFIX} is set"
    return str(value) if isinstance(value, FileFault) else ""
