"""Tests: quick hashes, media in a temporary folder, nothing from outside."""

import tempfile
from pathlib import Path

from ledgerflow.settings.base import *

SECRET_KEY = "test-only-key-of-no-value"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "ledgerflow-test-media"
PRIVATE_HOSTS = frozenset({"127.0.0.1:9"})  # the local model of tests, where nobody answers
