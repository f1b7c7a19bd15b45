"""Secrets in addresses stay out of the log."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from ledgerflow.core.secretpaths import PATTERN, SecretPaths

ROOT = Path(__file__).resolve().parents[2]


def logged(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert SecretPaths().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("door", ["q", "invite", "setup", "account/password/reset"])
def test_what_follows_such_a_door_is_cut(door):
    assert (
        logged("%s: %s", "Not Found", f"/{door}/1.2.secret.sign/7/") == f"Not Found: /{door}/…/7/"
    )
    assert logged(f"Forbidden: /{door}/secret/") == f"Forbidden: /{door}/…/"


def test_the_address_that_sets_a_new_password_is_cut_as_it_is_made():
    address = reverse("account_reset_password_from_key", args=["1a", "c0ffee-secret"])
    assert logged("Bad Request: %s", address) == "Bad Request: /account/password/reset/…/"


def test_the_proxy_cuts_the_same_addresses():
    caddyfile = (ROOT / "docker" / "proxy" / "Caddyfile").read_text("utf-8")
    assert f'request>uri regexp "{PATTERN}" "${{1}}…"' in caddyfile
    assert "request>headers>Referer delete" in caddyfile


def test_other_addresses_and_numbers_stay():
    assert logged("%s took %d ms", "/b/12/review/", 30) == "/b/12/review/ took 30 ms"


def test_what_goes_to_standard_error_passes_it():
    handler = settings.LOGGING["handlers"]["stderr"]
    assert handler["filters"] == ["secret_paths"]
    named = settings.LOGGING["filters"]["secret_paths"]["()"]
    assert named == f"{SecretPaths.__module__}.{SecretPaths.__name__}"
