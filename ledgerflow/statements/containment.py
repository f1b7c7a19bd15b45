"""Reading a statement file in a child process that can hurt nobody.

Here: starting, feeding and judging the child. Not here: what runs inside
(reader_process.py), the readers, what the two say to each other (frames.py). The parent reads
JSON and checked columns only: unpickling the output of a hijacked child would run its code.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import ledgerflow
from ledgerflow.core import errors
from ledgerflow.core.errors import LedgerFlowError, LimitError, UnreadableFile
from ledgerflow.statements.formats.pdf import may_hold_pdf
from ledgerflow.statements.frames import BROKEN, AnswerTooLong, read_answer
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.recognising import recognition_turn, room_for

MEMORY_BYTES = 512 << 20
CPU_S = 30
WALL_S = 60
OUTPUT_BYTES_MAX = 400 << 20

_ROOT = Path(ledgerflow.__file__).resolve().parent.parent
_ENTRY = "ledgerflow.statements.reader_process"
_LOADER_VARIABLES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# -I ignores PYTHONPATH and the working folder, so the project is put on the path by name.
_START = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_module(%r, None, '__main__')"
)
# Without a signal of ours it is the system that kills, when its memory is used up.
_KILL_SIGNAL = getattr(signal, "SIGKILL", 9)
# Native code that gets no more memory aborts.
_ABORT_SIGNAL = signal.SIGABRT
_CPU_SIGNAL = getattr(signal, "SIGXCPU", 24)
_SMALLER = "Export a shorter period from the bank, or another format, and import the parts."
_KNOWN_ERRORS = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, LedgerFlowError)
}


def read_contained(
    file: SourceFile,
    *,
    memory_bytes: int = MEMORY_BYTES,
    cpu_s: int = CPU_S,
    wall_s: float = WALL_S,
) -> ParsedFile:
    """Identify and read a file in a child process with limits and without network.

    `memory_bytes` bounds the child's address space, `cpu_s` its CPU seconds, `wall_s` the
    seconds waited for it. Pages that are pictures are recognised in a second child with room
    for that, one at a time. Raises what the reader raises (the same classes, codes and hints),
    LimitError when a limit was met, UnreadableFile when the reader broke.
    """
    answer = _ask(file, memory_bytes, cpu_s, wall_s)
    if "recognise" in answer:
        room = room_for(answer["recognise"])
        with recognition_turn(file.name):
            answer = _ask(file, room.memory_bytes, room.cpu_s, room.wall_s, recognise=True)
    parsed = answer.get("file")
    if not isinstance(parsed, ParsedFile):
        raise _crash(file.name, 0, b"")
    return parsed


def _ask(
    file: SourceFile, memory_bytes: int, cpu_s: int, wall_s: float, *, recognise: bool = False
) -> dict[str, Any]:
    """What a child answers about a file; its error is raised here."""
    head = {
        "name": file.name,
        "profile": None if file.profile is None else dict(file.profile),
        "password": file.password,
        "memory_bytes": memory_bytes,
        "cpu_s": cpu_s,
        "pdf": may_hold_pdf(file.data),
        "recognise": recognise,
    }
    request = (json.dumps(head).encode() + b"\n", file.data)
    return answer_checked(file.name, *run_contained(request, wall_s=wall_s, name=file.name))


def run_contained(
    request: Sequence[bytes], *, wall_s: float, name: str, entry: str = _ENTRY
) -> tuple[int, dict[str, Any] | None, bytes]:
    """Start the child, hand it the request; (exit code, answer, last words on stderr).

    `entry` is the module that runs as the child's main. Raises LimitError after `wall_s`.
    """
    command = [sys.executable, "-I", "-c", _START % entry, str(_ROOT)]
    pipe = subprocess.PIPE
    # No secret of the server reaches the child: only where the interpreter's own libraries lie.
    needed = {name: os.environ[name] for name in _LOADER_VARIABLES if name in os.environ}
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT, env=needed)
    late = threading.Event()
    watch = threading.Timer(wall_s, _stop, (child, late))
    words = bytearray()
    sides = (
        watch,
        threading.Thread(target=_feed, args=(child, request), daemon=True),
        threading.Thread(target=_listen, args=(child, words), daemon=True),
    )
    for side in sides:
        side.start()
    try:
        answer = _answer(child)
    except BaseException:
        child.kill()
        raise
    finally:
        code = child.wait()
        watch.cancel()
        for side in sides[1:]:
            side.join()
        for stream in (child.stdout, child.stderr):
            if stream:
                stream.close()
    if late.is_set():
        raise LimitError(
            f"{name}: reading took longer than {wall_s:g} seconds and was stopped.",
            code="reader_wall_time",
            hint=_SMALLER,
        )
    return code, answer, bytes(words[-2000:])


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _feed(child: subprocess.Popen[bytes], request: Sequence[bytes]) -> None:
    """Write the request; a child that ends early simply does not take all of it."""
    if child.stdin is None:
        return
    try:
        for part in request:
            child.stdin.write(part)
    except BrokenPipeError:
        pass
    finally:
        with suppress(BrokenPipeError):
            child.stdin.close()


def _listen(child: subprocess.Popen[bytes], words: bytearray) -> None:
    """Keep the last words of the child, however many it has."""
    while child.stderr and (part := os.read(child.stderr.fileno(), 65_536)):
        words += part
        del words[:-4000]


def answer_checked(
    name: str, code: int, answer: dict[str, Any] | None, words: bytes
) -> dict[str, Any]:
    """The answer of a child that ended well; its error, or why it broke, is raised."""
    if code == -_CPU_SIGNAL:
        raise LimitError(
            f"{name}: reading needed more computing time than a file may take.",
            code="reader_cpu_time",
            hint=_SMALLER,
        )
    if code != 0 or answer is None:
        raise _crash(name, code, words)
    if "error" in answer:
        raise _error_from(answer["error"])
    return answer


def _answer(child: subprocess.Popen[bytes]) -> dict[str, Any] | None:
    """What the child writes, or None where that is no answer; it cannot go on writing then."""
    if child.stdout is None:
        return None
    try:
        return read_answer(child.stdout, OUTPUT_BYTES_MAX)
    except AnswerTooLong:
        child.kill()
    except BROKEN:
        child.stdout.close()
    return None


def _crash(name: str, code: int, words: bytes) -> LedgerFlowError:
    last = words.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
    if (
        code in (-_KILL_SIGNAL, -_ABORT_SIGNAL)
        or "MemoryError" in last
        or "Cannot allocate memory" in last
    ):
        return LimitError(
            f"{name}: reading needed more memory than a file may take.",
            code="reader_memory",
            hint=_SMALLER,
        )
    return UnreadableFile(
        f"{name}: the reader broke on this file (exit code {code}).",
        code="reader_crashed",
        hint="This is a fault of LedgerFlow: report it, with the file if you may. Until then "
        "export another format at the bank.",
        extra={"detail": last},
    )


def _error_from(data: Any) -> LedgerFlowError:
    """The expected fault that the child met, as the same class."""
    kind = _KNOWN_ERRORS.get(str(data.get("kind")), UnreadableFile)
    return kind(
        str(data.get("message", "")),
        code=str(data.get("code") or kind.code),
        hint=str(data.get("hint", "")),
        extra=data.get("extra") if isinstance(data.get("extra"), dict) else None,
    )
