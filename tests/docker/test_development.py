"""The development project in a real engine, by the four documented commands."""

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from tests.containers.composed import ROOT
from tests.containers.sources import project_files
from tests.docker.conftest import EMAIL, PASSWORD
from tests.docker.projects import wait_until
from tests.docker.visitor import Visitor

RELOADED = """
from django.http import HttpResponse
urlpatterns = [*urlpatterns, path("reloaded/", lambda request: HttpResponse("new code"))]
"""


@pytest.fixture(scope="module")
def migrated(dev):
    """After `exec django python manage.py migrate`, typed as documented."""
    dev.compose("exec", "django", "python", "manage.py", "migrate")
    dev.wait_healthy()
    return dev


@pytest.fixture(scope="module")
def pages(migrated):
    """A visitor of port 9001; the superuser was made at a terminal, prompts and all."""
    typed(
        migrated,
        ("exec", "django", "python", "manage.py", "createsuperuser"),
        [("Email.*:", EMAIL), ("Password:", PASSWORD), ("Password .again.:", PASSWORD)],
    )
    visitor = visitor_of(migrated, "LEDGERFLOW_PORT")
    visitor.sign_in(EMAIL, PASSWORD)
    return visitor


def visitor_of(project, variable):
    port = project.ports[variable]
    return Visitor(port, f"localhost:{port}")


def typed(project, command, answers):
    """Type a compose command at a terminal and answer its prompts."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*project.command, *command],
        cwd=project.folder,
        env=project.variables(TERM="dumb"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = ""
    try:
        for prompt, answer in answers:
            shown = expect(ours, prompt, shown)
            os.write(ours, f"{answer}\n".encode())
        assert process.wait(60) == 0, shown
    finally:
        process.kill()
        process.wait(10)
        os.close(ours)


def expect(terminal, prompt, shown, seconds=60.0):
    """Read until the prompt stands there; what comes after it is the next one's."""
    deadline = time.monotonic() + seconds
    while not (found := re.search(prompt, shown)):
        assert time.monotonic() < deadline, f"no {prompt!r} in {shown!r}"
        if select.select([terminal], [], [], 0.5)[0]:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown[found.end() :]


def test_every_container_is_well(migrated):
    assert len(migrated.containers()) == 7
    assert migrated.unwell() == []


def test_a_superuser_signs_in_and_sees_the_debug_toolbar(pages):
    admin = pages.get("/admin/")
    assert admin.status == 200
    assert "djDebug" in admin.body


def test_an_operator_can_be_made_without_a_terminal(migrated):
    command = ("exec", "-T", "-e", f"DJANGO_SUPERUSER_PASSWORD={PASSWORD}", "-e",
               "DJANGO_SUPERUSER_EMAIL=second@example.com", "django", "python", "manage.py",
               "createsuperuser", "--noinput")  # fmt: skip
    assert "created" in migrated.compose(*command).stdout
    visitor_of(migrated, "LEDGERFLOW_PORT").sign_in("second@example.com", PASSWORD)


def test_changed_code_is_served_without_a_restart(dev, pages):
    assert pages.get("/reloaded/").status == 404
    urls = dev.folder / "ledgerflow" / "urls.py"
    before = urls.read_text()
    try:
        urls.write_text(before + RELOADED)
        wait_until(lambda: pages.answers("/reloaded/") == 200, 40, "the new code answers")
        assert pages.get("/reloaded/").body == "new code"
        time.sleep(5)  # Django answers before it watches its files: a change until then is missed
    finally:
        urls.write_text(before)
    wait_until(lambda: pages.answers("/reloaded/") == 404, 40, "the old code is back")


def test_the_containers_write_nothing_into_the_checkout(dev, pages):
    copied = {path.relative_to(ROOT) for path in project_files()}
    found = {path.relative_to(dev.folder) for path in dev.folder.rglob("*") if path.is_file()}
    assert {path for path in found - copied if path.parts[0] != "archives"} <= {Path(".env.prod")}


def test_mail_lands_in_mailpit(migrated):
    mail = ("python", "manage.py", "sendtestemail", "client@example.com")
    migrated.ask("django", *mail)
    mailpit = visitor_of(migrated, "LEDGERFLOW_MAILPIT_PORT")
    found = wait_until(
        lambda: mailpit.get("/api/v1/messages").json["messages"], 20, "a mail arrives"
    )
    assert "client@example.com" in str(found)


def test_searxng_answers_in_json(migrated):
    search = visitor_of(migrated, "LEDGERFLOW_SEARXNG_PORT")
    answer = search.get("/search?q=harbor+street+studio&format=json")
    assert answer.status == 200
    assert "results" in answer.json


def test_adminer_answers(migrated):
    answer = visitor_of(migrated, "LEDGERFLOW_ADMINER_PORT").get("/")
    assert answer.status == 200
    assert "Adminer" in answer.body


def test_the_worker_does_jobs_and_the_cache_is_redis(migrated):
    code = "from django.core.cache import cache; cache.set('a', 1); print(cache.get('a'))"
    shell = ("python", "-c", f"import django; django.setup(); {code}")
    assert migrated.ask("django", *shell).strip() == "1"
    keys = migrated.ask("redis", "redis-cli", "--scan")
    assert keys.strip(), "Redis holds nothing"
    workers = migrated.sql("SELECT count(*) FROM procrastinate_workers")
    assert int(workers) >= 1


def test_down_with_v_removes_no_books(dev, pages):
    dev.compose("down", "-v")
    assert dev.compose("ps", "--all", "--quiet").stdout == ""
    dev.compose("up", "-d")
    dev.wait_healthy()
    again = visitor_of(dev, "LEDGERFLOW_PORT")
    again.sign_in(EMAIL, PASSWORD)
    assert again.get("/admin/").status == 200
