"""`ledgerflow web`: gunicorn for production; refuses before it starts, replaces what dies."""

import http.client
import json
import os
import signal
import time
from pathlib import Path

import pytest
from django.db import connections

from ledgerflow.cli import web_process
from ledgerflow.cli.web import refuse_no_address
from ledgerflow.core.errors import InputError
from ledgerflow.ops import probe
from tests.commands import start, url_of
from tests.loopback import closed_port


@pytest.mark.parametrize("good", ["0.0.0.0:8000", "127.0.0.1:1", "[::]:8000", "web.example:65535"])
def test_an_address_has_a_host_and_a_port(good):
    refuse_no_address(good)


@pytest.mark.parametrize("bad", ["8000", "web", ":8000", "web:99999", "a b:80", "unix:/x"])
def test_anything_else_is_refused_with_an_example(bad):
    with pytest.raises(InputError, match="is not an address") as caught:
        refuse_no_address(bad)
    assert "0.0.0.0:8000" in caught.value.hint


def test_the_settings_say_how_many_processes_and_threads(settings):
    settings.WEB_WORKERS, settings.WEB_THREADS = 3, 5
    asked = web_process.production("0.0.0.0:8000")
    assert (asked["workers"], asked["threads"]) == (3, 5)
    assert asked["max_requests_jitter"] > 0
    assert asked["graceful_timeout"] < 30


def test_every_setting_is_one_that_gunicorn_knows_and_no_request_is_logged():
    server = web_process.WebServer(web_process.COMMON | web_process.production("127.0.0.1:8000"))
    assert server.cfg.accesslog is None
    assert server.cfg.preload_app is True
    assert server.cfg.forwarded_allow_ips == ["127.0.0.1", "::1"]


def test_gunicorn_s_own_files_lie_in_memory_where_that_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr(web_process, "MEMORY_FOLDER", tmp_path)
    assert web_process.memory_folder() == str(tmp_path)
    monkeypatch.setattr(web_process, "MEMORY_FOLDER", tmp_path / "none")
    assert web_process.memory_folder() is None


def test_no_connection_and_no_pool_is_handed_to_the_forks(transactional_db, monkeypatch):
    closed = []
    monkeypatch.setattr(connections["default"], "close_pool", lambda: closed.append(True))
    connections["default"].ensure_connection()
    web_process.close_connections()
    assert connections["default"].connection is None
    assert closed == [True]


@pytest.fixture
def port():
    return closed_port()


@pytest.fixture
def started(tmp_path):
    """`started(...)` starts a command that is gone, with its children, after the test."""
    commands = []

    def run(*arguments, **given):
        commands.append(start(tmp_path, *arguments, **given))
        return commands[-1]

    yield run
    for command in commands:
        children = children_of(command.process.pid)
        if command.process.poll() is None:
            command.process.kill()
        command.process.wait()
        for pid in children:
            os.kill(pid, signal.SIGKILL)


def children_of(pid):
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def ask(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    status, body = answer.status, answer.read()
    connection.close()
    return status, body


def wait_until(question, seconds=30.0):
    """Ask again until the answer is true."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return answer


def test_it_serves_with_two_processes_replaces_a_killed_one_and_drains(
    started, port, transactional_db
):
    web = started("web", "--bind", f"127.0.0.1:{port}", DATABASE_URL=url_of("app"))
    wait_until(lambda: probe.web_fault(port) == "")
    assert ask(port, "/sign-in/")[0] == 200
    status, body = ask(port, "/readyz")
    assert (status, json.loads(body)["reasons"]) == (200, [])
    before = wait_until(lambda: two if len(two := children_of(web.process.pid)) == 2 else None)
    os.kill(before[0], signal.SIGKILL)
    assert ask(port, "/livez")[0] == 200
    wait_until(lambda: len(now := children_of(web.process.pid)) == 2 and before[0] not in now)
    code, seconds = web.end()
    assert (code, seconds < web_process.GRACE_SECONDS) == (0, True)
    assert "/sign-in/" not in web.said()
    assert probe.web_fault(port)


FORWARDED = """
import django
django.setup()
from ledgerflow.cli import web_process
def tell(environ, start_response):
    start_response("200 OK", [])
    return [environ["HTTP_X_FORWARDED_PROTO"].encode()]
web_process.WebServer.load = lambda self: tell
web_process.run_production("127.0.0.1:{port}")
"""


def test_what_the_proxy_says_of_encryption_reaches_django(started, port):
    started(code=FORWARDED.format(port=port))
    wait_until(lambda: "no answer" not in probe.web_fault(port))
    assert ask(port, "/", **{"X-Forwarded-Proto": "https"}) == (200, b"https")


@pytest.mark.parametrize(
    ("role", "database", "code", "words"),
    [
        ("owner", None, 5, "DATABASE_URL name the role lf_app"),
        ("app", "postgres", 7, "lacks"),
    ],
    ids=["unsafe role", "missing migrations"],
)
def test_what_is_not_safe_is_not_served(started, port, db, role, database, code, words):
    url = url_of(role, database)
    web = started("web", "--bind", f"127.0.0.1:{port}", DATABASE_URL=url)
    assert web.process.wait(60) == code, web.said()
    assert words in web.said()
