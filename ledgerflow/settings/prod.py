"""Production: encrypted, behind a proxy, and only with a configuration that is safe."""

from ledgerflow.settings.production import refuse_unsafe

refuse_unsafe()  # before base.py uses any value, so that all faults come in one message

from ledgerflow.settings.base import *  # noqa: E402

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Browsers' built-in lists are left for years: an operator's own decision, not a default.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if TRUSTED_PROXIES:
    # Anybody can send this header; only a proxy of ours makes it true.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The web has no way out and no model's key: docker-compose.prod.yml gives those to worker-agents.
AGENTS_ASKED_BY_WEB = False

if ENV.database_pool:
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": ENV.database_pool}}

# The image ran collectstatic: hashed names, compressed, cached for ever.
STATIC_ROOT = ENV.static_dir or ENV.state_dir / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
