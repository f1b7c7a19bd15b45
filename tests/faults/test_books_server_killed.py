"""kill -9 of PostgreSQL while eight writers post: the acknowledged is there, once and whole."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from ledgerflow import embedded
from tests.faults.books_checks import books_faults
from tests.faults.clusters import OPEN_BOOKS, PROLOGUE, ROOT, superuser

WRITERS = 8
ROUNDS = max(1, int(os.environ.get("FAULT_ROUNDS", "2")) // 20)

PLACE = """
import json
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.models import Account
user = User.objects.get()
with firm_scope(1, user.pk), transaction.atomic():
    business = Business.objects.get()
    open_ones = Account.objects.filter(is_heading=False, is_active=True).order_by("code")
    accounts = list(open_ones.values_list("pk", flat=True)[:4])
print(json.dumps({"firm": 1, "user": user.pk, "business": business.pk, "accounts": accounts}))
"""


@pytest.fixture
def state():
    folder = Path(tempfile.mkdtemp(prefix="lfb-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder / "state"
    finally:
        embedded.reset(folder / "state", force=True)
        shutil.rmtree(folder)


def environment(state, address=None):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "PYTEST"))}
    found = kept | {
        "LEDGERFLOW_STATE_DIR": str(state),
        "DJANGO_SETTINGS_MODULE": "ledgerflow.settings.embedded",
        "PYTHONPATH": str(ROOT),
    }
    if address is not None:
        login = f"{address.app_user}:{address.app_password}"
        host = f"{quote(str(address.socket_dir), safe='')}:{address.port}"
        found["DATABASE_URL"] = f"postgresql://{login}@{host}/{address.database}"
        found["DJANGO_SETTINGS_MODULE"] = "ledgerflow.settings.test"
    return found


def run_code(state, code):
    done = subprocess.run(
        [sys.executable, "-c", PROLOGUE + code],
        cwd=ROOT,
        env=environment(state),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def start_writers(state, address, place, folder):
    writers = []
    for number in range(WRITERS):
        told = folder / f"told{number}"
        told.touch()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.poster"],
            cwd=ROOT,
            env=environment(state, address),
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        request = place | {"prefix": f"w{number}", "first": 0, "count": 100_000}
        request |= {"acknowledged": str(told), "many": number % 2 == 1}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        writers.append((process, told, request))
    return writers


def told_numbers(told):
    return [int(line) for line in told.read_text().split()]


def wait_until_all_post(writers):
    deadline = time.monotonic() + 60
    while not all(told_numbers(told) for _, told, _ in writers):
        assert time.monotonic() < deadline, "a writer does not post"
        time.sleep(0.1)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_acknowledged_entries_survive_a_killed_server_once_and_whole(state, tmp_path, turn):
    seed = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(10**6)
    sys.stdout.write(f"seed {seed + turn}\n")
    wait = random.Random(seed + turn).uniform(0.3, 2.0)  # noqa: S311
    run_code(state, OPEN_BOOKS)
    place = json.loads(run_code(state, PLACE))
    with embedded.running(state) as address:
        writers = start_writers(state, address, place, tmp_path)
        wait_until_all_post(writers)
        time.sleep(wait)
        postmaster = int((address.data_dir / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        codes = [process.wait(60) for process, _, _ in writers]
        for process, _, _ in writers:
            process.stdin.close()
        assert set(codes) == {3}, "each writer saw the database go away"
    with embedded.running(state) as address, superuser(address) as reader:
        assert books_faults(reader) == {}
        before = keys_there(reader)
        for _, told, request in writers:
            acknowledged = {f"{request['prefix']}:{n}" for n in told_numbers(told)}
            assert acknowledged, request["prefix"]
            assert acknowledged <= before, "what was acknowledged is there"
        retry_all(state, address, writers)
        after = keys_there(reader)
        assert books_faults(reader) == {}
        assert before <= after
        assert after - before, "the entry in flight was posted by its retry"
    sys.stdout.write(f"{len(before)} entries when the server died after {wait:.2f} s\n")


def keys_there(reader):
    found = reader.execute("SELECT idempotency_key FROM ledger_journalentry").fetchall()
    assert len(found) == len(set(found))
    return {key for (key,) in found}


def retry_all(state, address, writers):
    """Each writer begins again from its first entry, a call further than it came."""
    for _, told, request in writers:
        count = len(told_numbers(told)) + 40
        again = subprocess.run(
            [sys.executable, "-m", "tests.faults.poster"],
            cwd=ROOT,
            env=environment(state, address),
            input=json.dumps(request | {"count": count, "many": True}) + "\n",
            text=True,
            timeout=120,
        )
        assert again.returncode == 0
