"""The child's own protocol: one line of JSON, the bytes, one answer."""

import json
import subprocess
import sys
from pathlib import Path

from ledgerflow.statements.records import file_from_dict

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); "
    "runpy.run_module('ledgerflow.statements.reader_process', None, '__main__')"
)
CSV = b"Date,Description,Amount\n2025-03-13,Rent,-5.00\n2025-03-14,Sale,6.00\n"


def ask(data: bytes, *, name: str = "x.csv", memory_bytes: int = 512 << 20, **profile: object):
    head = {"name": name, "profile": profile or None, "memory_bytes": memory_bytes, "cpu_s": 20}
    return subprocess.run(
        [sys.executable, "-I", "-c", START, str(ROOT)],
        input=json.dumps(head).encode() + b"\n" + data,
        capture_output=True,
        timeout=60,
    )


def test_a_file_comes_back_as_records():
    answer = json.loads(ask(CSV).stdout)
    (statement,) = file_from_dict(answer["file"]).statements
    assert [line.description for line in statement.lines] == ["Rent", "Sale"]


def test_a_profile_reaches_the_reader():
    answer = json.loads(ask(CSV, sign="inverted").stdout)
    amounts = [i["amount"] for i in answer["file"]["statements"][0]["lines"]]
    assert amounts == ["5.00", "-6.00"]


def test_expected_faults_are_answers_too():
    done = ask(b"", name="empty.csv")
    error = json.loads(done.stdout)["error"]
    assert done.returncode == 0
    assert (error["kind"], error["code"]) == ("UnknownFormat", "empty_file")


def test_out_of_memory_ends_with_one_word_and_no_answer():
    done = ask(CSV + b"2025-03-15,Row,-1.00\n" * 900_000, memory_bytes=80 << 20)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.strip().endswith(b"MemoryError")
