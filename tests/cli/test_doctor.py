"""`ledgerflow doctor`: what it prints and what its exit code says."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from ledgerflow import embedded
from ledgerflow.ops.doctor import examine as module
from ledgerflow.ops.doctor.finding import Finding
from tests.commands import start, url_of
from tests.loopback import closed_port

OK = Finding("disks", "ok", "There is room.")
WARNING = Finding("disks", "warning", "It fills up.", "Make room.")
FAILED = Finding("clock", "failed", "It is wrong.", "Set it.")
NONE = Finding("outside", "not_configured", "No Redis.", "Set REDIS_URL.")


@pytest.mark.parametrize(
    ("found", "strict", "code"),
    [
        ([OK, NONE], False, 0),
        ([OK, NONE], True, 0),
        ([OK, WARNING], False, 0),
        ([OK, WARNING], True, 1),
        ([OK, FAILED], False, 1),
    ],
)
def test_the_exit_code_is_for_scripts(cli, monkeypatch, found, strict, code):
    monkeypatch.setattr(module, "examine", lambda: found)
    assert cli("doctor", *(["--strict"] if strict else [])).code == code


def test_each_finding_has_a_mark_and_each_fault_its_remedy(cli, monkeypatch):
    monkeypatch.setattr(module, "examine", lambda: [OK, WARNING, FAILED, NONE])
    text = cli("doctor").text
    for words in ("✓ There is room.", "! It fills up. → Make room.", "✗ It is wrong. → Set it."):
        assert words in text
    assert text.endswith("1 failed, 1 to look at, 1 not set up.")


def test_json_holds_all_that_is_shown(cli, monkeypatch):
    monkeypatch.setattr(module, "examine", lambda: [OK, FAILED])
    told = json.loads(cli("doctor", "--json").out)
    assert (told["failed"], told["warnings"]) == (1, 0)
    assert told["findings"][1] == {
        "check": "clock",
        "state": "failed",
        "what": "It is wrong.",
        "remedy": "Set it.",
    }


def ended(command):
    assert command.process.wait(90) in (0, 1), command.said()
    return command.process.returncode, json.loads(command.said())


def test_on_a_real_database_nothing_fails_and_no_password_is_shown(tmp_path, db):
    urls = {f"DATABASE_{v}URL": url_of(r) for v, r in (("", "app"), ("OWNER_", "owner"))}
    urls["LEDGERFLOW_BACKUP_DIR"] = str(tmp_path / "backups")
    code, told = ended(start(tmp_path, "doctor", "--json", **urls))
    assert (code, [f for f in told["findings"] if f["state"] == "failed"]) == (0, [])
    told_of = {f["check"] for f in told["findings"]}
    assert {"versions", "connections", "roles", "migrations", "jobs", "clock"} <= told_of
    for url in urls.values():
        if "@" in url:
            assert url.split(":")[2].split("@")[0] not in json.dumps(told)


def test_with_the_database_down_it_says_so_and_checks_the_rest(tmp_path):
    url = f"postgresql://lf_app:hunter2@127.0.0.1:{closed_port()}/books"
    code, told = ended(start(tmp_path, "doctor", "--json", DATABASE_URL=url))
    assert code == 1
    failed = [f for f in told["findings"] if f["state"] == "failed"]
    assert [f["check"] for f in failed] == ["connections"]
    assert len({f["check"] for f in told["findings"]}) == 11
    assert "hunter2" not in json.dumps(told)


def test_the_embedded_database_is_looked_at_too():
    folder = Path(tempfile.mkdtemp(prefix="lfd-", dir="/tmp"))  # its own user may enter there
    folder.chmod(0o755)
    try:
        code, told = ended(start(folder, "doctor", "--json"))
        states = {f["check"]: f["state"] for f in told["findings"] if f["state"] != "ok"}
        assert code == 1
        assert states["migrations"] == "failed"  # a new one: the next command migrates it
    finally:
        embedded.reset(folder / "state", force=True)
        shutil.rmtree(folder)
