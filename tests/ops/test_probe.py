"""What containers run to see whether web and worker are healthy."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledgerflow.ops import probe
from tests.bare import bare_environment
from tests.loopback import closed_port, serving, silent

ROOT = Path(__file__).resolve().parents[2]


def test_a_web_that_answers_is_healthy(capsys):
    with serving({"/livez": (200, b"{}")}) as url:
        assert probe.main(["web", url.rpartition(":")[2]]) == 0
    assert capsys.readouterr().out == "healthy\n"


def test_a_web_that_answers_with_a_fault_is_not(capsys):
    with serving({"/livez": (500, b"")}) as url:
        assert probe.main(["web", url.rpartition(":")[2]]) == 1
    assert "answers 500" in capsys.readouterr().out


def test_a_web_that_is_not_there_is_not_healthy(capsys):
    assert probe.main(["web", str(closed_port())]) == 1
    assert "ConnectionRefusedError" in capsys.readouterr().out


def test_a_web_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(probe, "WEB_SECONDS", 0.2)
    with silent() as port:
        began = time.monotonic()
        assert probe.web_fault(port).startswith("no answer")
        assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("hosts", "header"),
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("books.example.org, localhost", "books.example.org"),
        (".example.org", "example.org"),
        ("[::1]", "[::1]"),
    ],
)
def test_the_host_is_one_that_the_web_lets_in(monkeypatch, hosts, header):
    monkeypatch.setenv("LEDGERFLOW_ALLOWED_HOSTS", hosts)
    assert probe.allowed_host() == header


def test_a_worker_is_healthy_while_its_heartbeat_is_fresh(tmp_path, monkeypatch, capsys):
    heartbeat = tmp_path / "heartbeat"
    monkeypatch.setenv("LEDGERFLOW_WORKER_HEARTBEAT", str(heartbeat))
    assert probe.main(["worker"]) == 1
    assert "no heartbeat" in capsys.readouterr().out
    heartbeat.touch()
    assert probe.main(["worker"]) == 0
    old = time.time() - probe.HEARTBEAT_SECONDS - 1
    os.utime(heartbeat, (old, old))
    assert probe.main(["worker"]) == 1
    assert "46 s old" in capsys.readouterr().out


@pytest.mark.parametrize("state", ["/var/lib/ledgerflow", ""])
def test_the_heartbeat_lies_where_the_settings_say(monkeypatch, state):
    monkeypatch.delenv("LEDGERFLOW_WORKER_HEARTBEAT", raising=False)
    monkeypatch.setenv("LEDGERFLOW_STATE_DIR", state)
    code = (
        "from ledgerflow.settings.env import environment as e; print(e().worker_heartbeat or"
        " e().state_dir / 'worker.heartbeat')"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code],
        env=bare_environment() | ({"LEDGERFLOW_STATE_DIR": state} if state else {}),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(probe.heartbeat_file()) == asked.stdout.strip()


@pytest.mark.parametrize("wrong", [[], ["web", "eighty"], ["web", "70000"], ["database"]])
def test_an_unknown_question_is_answered_with_the_usage(wrong, capsys):
    assert probe.main(wrong) == 2
    assert "usage:" in capsys.readouterr().err


def test_it_loads_neither_django_nor_the_settings():
    code = (
        "import sys; sys.argv[1:] = []; import ledgerflow.ops.probe;"
        " print([m for m in sys.modules if m.split('.')[0] in ('django', 'pydantic', 'redis')"
        " or m.startswith('ledgerflow.settings')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done
