"""Each settings module starts, or says what it lacks."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

import ledgerflow

ROOT = Path(ledgerflow.__file__).parents[1]
PRINT = (
    "import sys; from importlib import import_module as i; m = i(sys.argv[1]);"
    "print(m.DEBUG, *(getattr(m, k, None) for k in sys.argv[2:]))"
)
ENCRYPTED = ("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
APPS = ("INSTALLED_APPS", "MIDDLEWARE")
OURS = ("DATABASE", "LEDGERFLOW", "REDIS", "DJANGO")
STRONG = {
    "DATABASE_URL": f"postgresql://lf_app:{secrets.token_urlsafe(24)}@postgres/books",
    "LEDGERFLOW_SECRET_KEY": secrets.token_urlsafe(48),
    "LEDGERFLOW_ALLOWED_HOSTS": "books.example.org",
}
PAGE = """
import sys
if "without" in sys.argv:
    import importlib.util
    find = importlib.util.find_spec
    importlib.util.find_spec = lambda name, *rest: None if "toolbar" in name else find(name, *rest)
import django
django.setup()
from django.test import Client
from django.urls import reverse
page = Client(SERVER_NAME="localhost").get(reverse("web:sign-in"))
print(page.status_code, "djDebugToolbar" in page.text)
print(page.headers["Content-Security-Policy"])
if "without" not in sys.argv:
    print(reverse("djdt:render_panel"))
"""


def run(*command, **environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def start(module, *names, **environment):
    return run("-c", PRINT, f"ledgerflow.settings.{module}", *(names or ENCRYPTED), **environment)


@pytest.mark.parametrize(
    ("module", "said"),
    [("dev", "True"), ("embedded", "False False None"), ("test", "False")],
)
def test_a_module_changes_values_only(module, said, tmp_path):
    done = start(module, *ENCRYPTED, *APPS, LEDGERFLOW_STATE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(said)
    assert ("debug_toolbar" in done.stdout) == (module == "dev")


def test_production_refuses_to_start_half_set_up_and_names_what_is_missing(tmp_path):
    done = start("prod", LEDGERFLOW_STATE_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "production does not start with 3 faults:" in done.stderr
    for name in STRONG:
        assert f"\n  - {name} is " in done.stderr
    assert list(tmp_path.iterdir()) == [], "a key was made up"


def test_production_is_encrypted_and_trusts_and_pools_only_what_it_is_told(tmp_path):
    names = (*ENCRYPTED, "SECURE_PROXY_SSL_HEADER", "TRUSTED_PROXIES", *APPS, "DATABASES")
    given = STRONG | {"LEDGERFLOW_STATE_DIR": str(tmp_path)}
    plain = start("prod", *names, **given)
    assert plain.stdout.startswith("False True True None 0 ["), plain.stderr
    assert "'OPTIONS': {}" in plain.stdout
    assert "debug_toolbar" not in plain.stdout
    more = {"LEDGERFLOW_TRUSTED_PROXIES": "1", "LEDGERFLOW_DATABASE_POOL": "6"}
    behind = start("prod", *names, **given, **more).stdout
    assert behind.startswith("False True True ('HTTP_X_FORWARDED_PROTO', 'https') 1 [")
    assert "'OPTIONS': {'pool': {'min_size': 1, 'max_size': 6}}" in behind


def test_mail_goes_where_the_environment_says(tmp_path):
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL")
    url = "smtp+tls://mail.example.org?from=books@example.org"
    done = start("dev", *names, LEDGERFLOW_STATE_DIR=str(tmp_path), LEDGERFLOW_EMAIL_URL=url)
    assert done.stdout.strip() == "True mail.example.org 587 True books@example.org", done.stderr


def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path):
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level=WARNING",
        DJANGO_SETTINGS_MODULE="ledgerflow.settings.prod",
        LEDGERFLOW_STATE_DIR=str(tmp_path),
        **STRONG,
    )
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout


@pytest.mark.parametrize(
    ("command", "code"),
    [(("manage.py", "migrate"), 2), (("-m", "ledgerflow", "firm", "list"), 2)],
)
def test_every_way_in_says_it_in_one_message_without_a_traceback(command, code, tmp_path):
    done = run(
        *command,
        DJANGO_SETTINGS_MODULE="ledgerflow.settings.prod",
        LEDGERFLOW_STATE_DIR=str(tmp_path),
        LEDGERFLOW_PORT="no number",
    )
    assert done.returncode == code
    assert done.stderr.startswith("error: The settings cannot be used: production does not start")
    assert done.stderr.count("\n  - ") == 4
    assert "Traceback" not in done.stderr


def test_an_environment_that_cannot_be_read_is_named_everywhere(tmp_path):
    done = run(
        "manage.py",
        "check",
        DJANGO_SETTINGS_MODULE="ledgerflow.settings.dev",
        LEDGERFLOW_STATE_DIR=str(tmp_path),
        LEDGERFLOW_PORT="70000",
        DATABASE_URL_FILE=str(tmp_path / "none"),
    )
    assert done.returncode == 2
    assert "the environment is not valid: " in done.stderr
    assert "LEDGERFLOW_PORT: " in done.stderr
    assert "DATABASE_URL: the file " in done.stderr


def test_development_shows_the_toolbar_without_a_looser_policy(tmp_path):
    given = {
        "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.dev",
        "LEDGERFLOW_STATE_DIR": str(tmp_path),
    }
    with_it, without = run("-c", PAGE, **given), run("-c", PAGE, "without", **given)
    assert with_it.stdout.splitlines()[0] == "200 True", with_it.stderr
    assert with_it.stdout.splitlines()[2] == "/__debug__/render_panel/"
    assert without.stdout.splitlines()[0] == "200 False", without.stderr
    policies = [set(done.stdout.splitlines()[1].split("; ")) for done in (with_it, without)]
    assert policies[0] == policies[1]
    assert "script-src 'self'" in policies[0]
