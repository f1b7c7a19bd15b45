"""All settings. The other modules change values only.

Here: what Django and the apps need. Not here: reading the environment (env.py).
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pydantic import ValidationError

from ledgerflow.settings.adminsite import UNFOLD as UNFOLD  # Django reads it from here
from ledgerflow.settings.caching import cache_settings
from ledgerflow.settings.database import database_settings
from ledgerflow.settings.env import environment, faults_of, key_fault, secret_of_variable
from ledgerflow.settings.mail import mail_settings
from ledgerflow.settings.secrets import generated_secret
from ledgerflow.settings.signin import *

try:
    ENV = environment()
except ValidationError as error:
    _wrong = "; ".join(f"{name}: {reason}" for name, reason in faults_of(error).items())
    raise ImproperlyConfigured(f"the environment is not valid: {_wrong}.") from None

SECRET_KEY = (
    ENV.secret_key.get_secret_value()
    if ENV.secret_key
    else generated_secret(ENV.state_dir, "secret_key")
)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in ENV.allowed_hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
    "ledgerflow.core",
    "ledgerflow.firms",
    "ledgerflow.audit",
    "ledgerflow.ledger",
    "ledgerflow.statements",
    "ledgerflow.tax",
    "ledgerflow.agents",
    "ledgerflow.classification",
    "ledgerflow.review",
    "ledgerflow.pipeline",
    "ledgerflow.ops",
    "ledgerflow.web",
]

MIDDLEWARE = [
    "ledgerflow.web.middleware.RequestIdMiddleware",
    "ledgerflow.web.visitor.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ledgerflow.web.middleware.FragmentMiddleware",
    "ledgerflow.web.middleware.AdminPolicyMiddleware",
    "ledgerflow.web.middleware.ErrorPageMiddleware",
]

ROOT_URLCONF = "ledgerflow.urls"
WSGI_APPLICATION = "ledgerflow.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' own: allauth's pages in our look lie there.
        "DIRS": [Path(__file__).resolve().parents[1] / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ledgerflow.web.shell.context.frame",
            ],
            "builtins": ["ledgerflow.web.templatetags.addresses"],
        },
    },
]

DATABASES: dict[str, Any] = {"default": database_settings(ENV)}
DATABASE_IS_EMBEDDED = ENV.database_url is None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "firms.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:sign-in"

CACHES = cache_settings(ENV.redis_url.get_secret_value() if ENV.redis_url else "")
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^version$"]
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

_mail = mail_settings(ENV.email_url.get_secret_value() if ENV.email_url else "")
EMAIL_BACKEND = _mail.backend
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_SSL = _mail.use_ssl
EMAIL_USE_TLS = _mail.use_tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "web" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

WEB_PORT = ENV.port
WEB_WORKERS = ENV.web_workers
WEB_THREADS = ENV.web_threads
TRUSTED_PROXIES = ENV.trusted_proxies
STATIC_URL = "static/"
# Served from the packages' own folders, so that nothing has to be collected first. The list is
# made once at start: a file added later needs a restart. Images collect instead (prod.py).
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = ENV.media_dir or ENV.state_dir / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"secret_paths": {"()": "ledgerflow.core.secretpaths.SecretPaths"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secret_paths"],
        }
    },
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
}

CSRF_FAILURE_VIEW = "ledgerflow.web.views.faults.csrf_refused"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

DEPLOYMENT = ENV.deployment
BASE_URL = ENV.base_url
REVISION = ENV.revision
STATE_DIR = ENV.state_dir
POSTGRES_BIN_DIR = ENV.postgres_bin_dir
SEARXNG_URL = ENV.searxng_url
LLM_BASE_URL = ENV.llm_base_url
TOOL_PACKAGES = tuple(name.strip() for name in ENV.tool_packages.split(",") if name.strip())
PRIVATE_HOSTS = frozenset(h.strip().lower() for h in ENV.private_hosts.split(",") if h.strip())
AGENT_CONCURRENCY = ENV.agent_concurrency
# Whether the web itself may ask models for the admin's tries, or leaves that to a worker.
AGENTS_ASKED_BY_WEB = True
SECRET_OF_VARIABLE, KEY_FAULT = secret_of_variable, key_fault
EVALUATION_MODEL = ENV.evaluation_model
WORKER_CONCURRENCY = ENV.worker_concurrency
WORKER_HEARTBEAT = ENV.worker_heartbeat or ENV.state_dir / "worker.heartbeat"

BACKUP_DIR = ENV.backup_dir
BACKUP_SCHEDULE = ENV.backup_schedule
BACKUP_RETENTION = ENV.backup_retention
BACKUP_AGE_RECIPIENT = ENV.backup_age_recipient
BACKUP_AGE_IDENTITY_FILE = ENV.backup_age_identity_file
BACKUP_OFFSITE = ENV.backup_offsite
