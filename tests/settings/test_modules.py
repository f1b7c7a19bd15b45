"""Each settings module starts, or says what it lacks."""

import os
import subprocess
import sys

import pytest

PRINT = (
    "import sys; from importlib import import_module as i; m = i(sys.argv[1]);"
    "print(m.DEBUG, *(getattr(m, k, None) for k in sys.argv[2:]))"
)
ENCRYPTED = ("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT")


def start(module, **environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "LEDGERFLOW"))}
    return subprocess.run(
        [sys.executable, "-c", PRINT, f"ledgerflow.settings.{module}", *ENCRYPTED],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "said"),
    [("dev", "True"), ("embedded", "False False None"), ("test", "False")],
)
def test_a_module_changes_values_only(module, said, tmp_path):
    done = start(module, LEDGERFLOW_STATE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(said)


def test_production_refuses_to_start_half_set_up_and_names_what_is_missing(tmp_path):
    done = start("prod", LEDGERFLOW_STATE_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "Production needs DATABASE_URL and LEDGERFLOW_SECRET_KEY" in done.stderr


def test_production_is_encrypted(tmp_path):
    done = start(
        "prod",
        LEDGERFLOW_STATE_DIR=str(tmp_path),
        DATABASE_URL="postgresql://lf_app:x@/books",
        LEDGERFLOW_SECRET_KEY="k" * 50,
    )
    assert done.stdout.strip() == "False True True", done.stderr
