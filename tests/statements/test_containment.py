"""Files are read in a child that has limits, no network and no way to write."""

import datetime as dt
import json
import os
import textwrap
from decimal import Decimal

import pytest

from ledgerflow.core.errors import LimitError, UnknownFormat, UnreadableFile
from ledgerflow.statements import containment
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.parsed import SourceFile

OFX = (
    b"<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>%s"
    b"</BANKTRANLIST></STMTRS></OFX>"
)
ROW = b"<STMTTRN><DTPOSTED>20250302<TRNAMT>-1.50<FITID>%d<NAME>TEA</STMTTRN>\n"


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Let the child run this body instead of the readers, locked down as always."""

    def use(body: str) -> None:
        source = """
            import json, sys
            from ledgerflow.statements.confinement import lock_down
            import ctypes, os, socket, subprocess
            head = json.loads(sys.stdin.buffer.readline())
            lock_down(memory_bytes=head["memory_bytes"], cpu_s=head["cpu_s"])
        """
        code = textwrap.dedent(source) + textwrap.dedent(body)
        path = tmp_path / "stand_in.py"
        path.write_text(code, encoding="utf-8")
        start = (
            "import sys; sys.path.insert(0, sys.argv[1]); exec(open("
            + repr(str(path))
            + ").read()) #%r"
        )
        monkeypatch.setattr(containment, "_START", start)

    return use


def test_a_file_is_read_as_if_in_this_process():
    file = read_contained(SourceFile("march.ofx", OFX % (ROW % 1)))
    (line,) = file.statements[0].lines
    assert (line.date, line.amount) == (dt.date(2025, 3, 2), Decimal("-1.50"))


def test_expected_faults_cross_with_class_code_and_hint():
    with pytest.raises(UnknownFormat) as unknown:
        read_contained(SourceFile("note.bin", b"\x01\x02hello"))
    assert unknown.value.hint
    with pytest.raises(UnreadableFile) as deep:
        read_contained(SourceFile("deep.ofx", b"<OFX>" + b"<A>" * 1000))
    assert (deep.value.code, deep.value.extra) == ("ofx_too_deep", {"line": 1})


def test_a_reader_that_computes_for_ever_is_stopped(child):
    child("while True: pass")
    with pytest.raises(LimitError) as fault:
        read_contained(SourceFile("x.ofx", b""), cpu_s=1)
    assert fault.value.code == "reader_cpu_time"


def test_a_reader_that_waits_for_ever_is_stopped(child):
    child("import time; time.sleep(60)")
    with pytest.raises(LimitError) as fault:
        read_contained(SourceFile("x.ofx", b"x" * 1_000_000), wall_s=0.5)
    assert fault.value.code == "reader_wall_time"


def test_a_reader_that_eats_memory_is_stopped(child):
    child("x = bytearray(300 << 20)")
    with pytest.raises(LimitError) as fault:
        read_contained(SourceFile("x.ofx", b""), memory_bytes=200 << 20)
    assert fault.value.code == "reader_memory"


def test_a_real_file_too_large_for_the_memory_is_refused():
    data = OFX % b"".join(ROW % i for i in range(90_000))
    with pytest.raises(LimitError) as fault:
        read_contained(SourceFile("big.ofx", data), memory_bytes=64 << 20)
    assert fault.value.code == "reader_memory"


@pytest.mark.parametrize(
    "deed",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "os.fork()",
        "subprocess.run([sys.executable, '-c', ''])",
        "os.system('true')",
        "open('stolen.txt', 'w')",
        "os.open('stolen.txt', os.O_CREAT | os.O_WRONLY)",
        "os.remove(__file__ if '__file__' in globals() else 'x')",
    ],
)
def test_network_processes_and_writing_are_refused(child, deed):
    child(
        f"""
        try:
            {deed}
        except OSError as fault:
            found = type(fault).__name__
        else:
            found = "allowed"
        error = {{"kind": "UnreadableFile", "code": found, "message": "", "hint": ""}}
        print(json.dumps({{"error": error}}))
        """
    )
    with pytest.raises(UnreadableFile) as fault:
        read_contained(SourceFile("x.ofx", b""))
    assert fault.value.code == "PermissionError"


def test_native_code_gets_no_socket_and_no_child_either(child):
    child(
        """
        libc = ctypes.CDLL(None)
        found = [libc.socket(2, 1, 0), libc.fork()]
        error = {"kind": "UnreadableFile", "code": "x", "message": json.dumps(found), "hint": ""}
        print(json.dumps({"error": error}))
        """.replace("libc = ctypes.CDLL(None)", "libc = ctypes.pythonapi")
    )
    with pytest.raises(UnreadableFile) as fault:
        read_contained(SourceFile("x.ofx", b""))
    assert json.loads(fault.value.message) == [-1, -1]


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(3)",
        "raise ValueError('boom')",
        "print('no json')",
        "print('[]')",
        "print('{}')",
        "print(json.dumps({'file': {'format': 1}}))",
        "os.kill(os.getpid(), 11)",
        "ctypes.string_at(0)",
    ],
)
def test_a_broken_reader_is_one_clear_fault(child, body):
    child(body)
    with pytest.raises(UnreadableFile) as fault:
        read_contained(SourceFile("x.ofx", b""))
    assert fault.value.code == "reader_crashed"
    assert "x.ofx" in fault.value.message


def test_no_secret_of_the_server_reaches_the_child(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    child(
        """
        error = {"kind": "UnreadableFile", "code": "x", "message": str(os.environ), "hint": ""}
        print(json.dumps({"error": error}))
        """
    )
    with pytest.raises(UnreadableFile) as fault:
        read_contained(SourceFile("x.ofx", b""))
    assert "secret" not in fault.value.message


def test_the_child_finds_the_libraries_of_an_interpreter_that_was_moved(child, monkeypatch):
    own = os.environ.get("LD_LIBRARY_PATH", "")
    monkeypatch.setenv("LD_LIBRARY_PATH", f"{own}:/opt/python/lib")
    child(
        """
        error = {"kind": "UnreadableFile", "code": "x", "message": str(os.environ), "hint": ""}
        print(json.dumps({"error": error}))
        """
    )
    with pytest.raises(UnreadableFile) as fault:
        read_contained(SourceFile("x.ofx", b""))
    assert "/opt/python/lib" in fault.value.message
