"""The order in which variables are explained, and those that only Docker Compose reads.

Here: names, groups and meanings for env_example.py, settings_doc.py and env_prod.py. Not here: what
LedgerFlow itself reads; that stands with its types in ledgerflow/settings/env.py. Standard library
only: env_prod.py runs before anything is installed.
"""

from typing import NamedTuple


class ComposeVariable(NamedTuple):
    """One variable of the compose files: a default, or "" where it must be given or is optional."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False


# Every field of ledgerflow.settings.env.Environment stands in exactly one group.
GROUPS = {
    "What runs": (
        "LEDGERFLOW_ENV",
        "LEDGERFLOW_LOG_LEVEL",
        "LEDGERFLOW_DEBUG",
        "LEDGERFLOW_REVISION",
    ),
    "Database": (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_BACKUP_URL",
        "LEDGERFLOW_DATABASE_POOL",
        "LEDGERFLOW_POSTGRES_BIN",
    ),
    "Web": (
        "LEDGERFLOW_SECRET_KEY",
        "LEDGERFLOW_ALLOWED_HOSTS",
        "LEDGERFLOW_BASE_URL",
        "LEDGERFLOW_TRUSTED_PROXIES",
        "LEDGERFLOW_PORT",
        "LEDGERFLOW_WEB_WORKERS",
        "LEDGERFLOW_WEB_THREADS",
        "REDIS_URL",
    ),
    "Worker": ("LEDGERFLOW_WORKER_CONCURRENCY", "LEDGERFLOW_WORKER_HEARTBEAT"),
    "Services": ("LEDGERFLOW_EMAIL_URL", "SEARXNG_URL", "LLM_BASE_URL"),
    "Agents": (
        "LEDGERFLOW_TOOL_PACKAGES",
        "LEDGERFLOW_PRIVATE_HOSTS",
        "LEDGERFLOW_AGENT_CONCURRENCY",
        "LEDGERFLOW_MODEL",
    ),
    "Places": ("LEDGERFLOW_STATE_DIR", "LEDGERFLOW_MEDIA_DIR", "LEDGERFLOW_STATIC_DIR"),
    "Backups": (
        "LEDGERFLOW_BACKUP_DIR",
        "LEDGERFLOW_BACKUP_SCHEDULE",
        "LEDGERFLOW_BACKUP_RETENTION",
        "LEDGERFLOW_BACKUP_AGE_RECIPIENT",
        "LEDGERFLOW_BACKUP_AGE_IDENTITY_FILE",
        "LEDGERFLOW_BACKUP_OFFSITE",
    ),
}

COMPOSE = (
    ComposeVariable(
        "DJANGO_SETTINGS_MODULE",
        "ledgerflow.settings.embedded",
        "Which settings Django loads: `ledgerflow.settings.dev`, `ledgerflow.settings.prod`, or"
        " `ledgerflow.settings.embedded` for one person on one machine.",
    ),
    ComposeVariable(
        "LEDGERFLOW_DOMAIN", "", "The host name people visit; needed in production."
    ),
    ComposeVariable(
        "LEDGERFLOW_TLS",
        "",
        "An e-mail address: certificates come from a public authority, which may write to it."
        " `internal`: the proxy makes its own, which browsers do not know; needed in production.",
    ),
    ComposeVariable(
        "LEDGERFLOW_BIND",
        "",
        "The address that ports are published on; unset: 127.0.0.1 in development, all in"
        " production.",
    ),
    ComposeVariable("LEDGERFLOW_HTTP_PORT", "80", "The proxy's port for HTTP, in production."),
    ComposeVariable("LEDGERFLOW_HTTPS_PORT", "443", "The proxy's port for HTTPS, in production."),
    ComposeVariable("LEDGERFLOW_ADMINER_PORT", "8082", "Adminer's port, in development."),
    ComposeVariable("LEDGERFLOW_MAILPIT_PORT", "8025", "Mailpit's port, in development."),
    ComposeVariable("LEDGERFLOW_SEARXNG_PORT", "8888", "SearXNG's port, in development."),
    ComposeVariable(
        "COMPOSE_PROJECT_NAME",
        "",
        "What the names of the containers begin with; unset: ledgerflow, in development"
        " ledgerflow-dev.",
    ),
    ComposeVariable("LEDGERFLOW_VERSION", "0.1.0", "The tag of our own images."),
    ComposeVariable("WITH_LLM", "0", "1: build images with the clients of language models."),
    ComposeVariable("WITH_OCR", "0", "1: build images with the recognition of scanned statements."),
    ComposeVariable("WITH_RCLONE", "0", "1: build images with rclone, for off-site backups."),
    ComposeVariable(
        "LEDGERFLOW_VOLUMES",
        "ledgerflow",
        "What the names of the data volumes begin with; `make init` makes them.",
    ),
    ComposeVariable(
        "LEDGERFLOW_POSTGRES_SIZE",
        "4gb",
        "The tuning of PostgreSQL for a host of this memory: `4gb` or `16gb`.",
    ),
    ComposeVariable("LEDGERFLOW_POSTGRES_CPUS", "2", "Processors that PostgreSQL may use."),
    ComposeVariable("POSTGRES_VERSION", "17", "The tag of PostgreSQL's image, 17.4 or later."),
    ComposeVariable(
        "POSTGRES_USER", "postgres", "PostgreSQL's superuser; only its own container knows it."
    ),
    ComposeVariable("POSTGRES_PASSWORD", "", "The superuser's password.", is_secret=True),
    ComposeVariable(
        "LEDGERFLOW_OWNER_PASSWORD", "", "Password of lf_owner, which migrates.", is_secret=True
    ),
    ComposeVariable(
        "LEDGERFLOW_APP_PASSWORD", "", "Password of lf_app, as which web and workers work.",
        is_secret=True,
    ),
    ComposeVariable(
        "LEDGERFLOW_BACKUP_PASSWORD", "", "Password of lf_backup, which reads all rows.",
        is_secret=True,
    ),
    ComposeVariable(
        "OPENAI_API_KEY",
        "",
        "The key of a language model whose row names this variable; only worker-agents is given it."
        " A row may name any variable of this form, NAME_API_KEY.",
    ),
    ComposeVariable(
        "OPENAI_API_KEY_FILE",
        "",
        "Instead of the key, the file that holds it: /run/keys/openai is docker/keys/openai.",
    ),
    ComposeVariable("ANTHROPIC_API_KEY", "", "The same for another model's row."),
    ComposeVariable("ANTHROPIC_API_KEY_FILE", "", "The same as a file."),
    ComposeVariable("LLM_API_KEY", "", "The same for a server that speaks OpenAI's protocol."),
    ComposeVariable("LLM_API_KEY_FILE", "", "The same as a file."),
    ComposeVariable("REDIS_PASSWORD", "", "Password of Redis, in production.", is_secret=True),
    ComposeVariable(
        "SEARXNG_SECRET", "", "The key SearXNG signs its own cookies with.", is_secret=True
    ),
)  # fmt: skip
