"""`ledgerflow serve` as a person meets it: start, sign in, upload, books, Ctrl+C."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from ledgerflow.cli.job_process import NICENESS
from tests.served import Served

DROP = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE usename = current_user AND state = 'idle' AND application_name = 'ledgerflow serve'"
    )
    print(cursor.fetchone()[0])
"""

JANUARY = b"""Date,Description,Amount,Balance
01/13/2025,HOME DEPOT #7114,-86.10,913.90
01/14/2025,COFFEE BAR,-4.00,909.90
01/20/2025,HARBOR CLIENT,500.00,1409.90
"""


@pytest.fixture(scope="module")
def installation():
    """One installation that several tests start and stop."""
    served = Served.make()
    yield served
    served.discard()


@pytest.fixture
def served(installation):
    """The installation, running."""
    yield installation.start()
    if installation.process.poll() is None:
        installation.stop()


def wait_until(question, seconds=20.0):
    """Ask again until the answer is true."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return answer


def test_a_statement_goes_from_the_upload_to_a_proved_account_and_nothing_is_left_after_ctrl_c(
    served,
):
    assert json.loads(served.get("/livez").body) == {"status": "alive"}
    ready = json.loads(served.get("/readyz").body)
    assert (ready["status"], ready["reasons"]) == ("ready", [])
    assert "Nobody has an account yet. Begin at http://127.0.0.1" in served.output()
    page = f"/b/{served.seed()}/"
    assert served.get(page).headers["Location"].startswith("/sign-in/")
    served.sign_in()
    fields = {"account": "new", "new_name": "Checking", "new_kind": "checking"}
    sent = served.post(page, f"{page}statements/", fields, ("january.csv", JANUARY))
    assert sent.status == 302, sent.body
    wait_until(lambda: "Proved" in served.get(page).body)
    body = served.get(page).body
    assert "1,409.90" in body

    assert served.stop(signal.SIGINT) == 0
    assert served.processes() == []
    with socket.create_server(("127.0.0.1", served.port)):
        pass  # the port is free again


def test_a_second_start_finds_its_database_ready(served):
    """How long it takes until the first page is measured by `make bench-start`."""
    assert served.output().count("LedgerFlow starts at") > 1
    assert served.output().count("Database made ready") == 1
    assert served.stop(signal.SIGTERM) == 0
    assert served.processes() == []


def test_a_taken_port_is_refused_before_anything_starts(served):
    second = subprocess.Popen.wait(other := served.run_serve(served.port), timeout=30)
    assert other.returncode == second == 4
    assert f"Port {served.port} on 127.0.0.1 cannot be used" in served.output()
    assert "--port 9002" in served.output()
    assert served.get("/livez").status == 200


def children_of(pid):
    tasks = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(t) for t in tasks]


def supervised(served):
    """The web's master and the job process: children with a session of their own."""
    mine = set(served.processes())
    own = [p for p in children_of(served.process.pid) if p in mine and os.getsid(p) == p]
    return [p for p in own if b"postgres" not in Path(f"/proc/{p}/cmdline").read_bytes()]


@pytest.mark.parametrize("which", [0, 1], ids=["web", "jobs"])
def test_a_killed_child_comes_back_and_the_others_go_on(served, which):
    before = wait_until(lambda: two if len(two := supervised(served)) == 2 else None)
    os.kill(before[which], signal.SIGKILL)
    wait_until(lambda: len(now := supervised(served)) == 2 and before[which] not in now)
    wait_until(lambda: answers(served))
    assert "starting it again" in served.output()
    assert served.stop() == 0
    assert served.processes() == []


def test_jobs_leave_the_processor_to_the_pages(served):
    web, jobs = wait_until(lambda: two if len(two := supervised(served)) == 2 else None)
    given = os.getpriority(os.PRIO_PROCESS, 0)
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, jobs) == given + NICENESS)
    assert os.getpriority(os.PRIO_PROCESS, web) == given


def test_no_page_fails_when_the_database_has_dropped_its_connections(served):
    for _ in range(8):
        assert answers(served)
    dropped = int(served.run_code(DROP))
    assert dropped, "no connection is kept"
    for _ in range(16):
        assert answers(served)


def answers(served):
    try:
        return served.get("/readyz").status == 200
    except OSError:
        return False


def test_the_children_end_when_their_parent_is_killed(served):
    wait_until(lambda: len(supervised(served)) == 2)
    served.process.kill()
    served.process.wait()
    wait_until(lambda: not served.processes(), seconds=20.0)
