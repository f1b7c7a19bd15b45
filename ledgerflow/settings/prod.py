"""Production: everything that must come from the operator has to be there."""

from django.core.exceptions import ImproperlyConfigured

from ledgerflow.settings.base import *

_missing = [
    name
    for name, value in (
        ("DATABASE_URL", ENV.database_url),
        ("LEDGERFLOW_SECRET_KEY", ENV.secret_key),
    )
    if value is None
]
if _missing:
    raise ImproperlyConfigured(
        f"Production needs {' and '.join(_missing)}; see docs/reference/settings.md."
    )

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4}}

# The image ran collectstatic: hashed names, compressed, cached for ever.
STATIC_ROOT = ENV.state_dir / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
