"""The child process in which statement files are read: locked first, then fed.

Here: limits, refusal of network, processes and writing, the answer as JSON. Not here:
starting it (containment.py). Imports of the readers come before the lock, data after it.
Input: one line of JSON (name, profile, memory_bytes, cpu_s), then the file's bytes.
"""

import gc
import json
import sys
from typing import Any, NoReturn

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.statements.confinement import lock_down
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.records import file_to_dict

HEAD_BYTES_MAX = 1 << 20


def main() -> None:
    """Read one request from stdin, answer on stdout. Exit code 0 for expected faults too."""
    from ledgerflow.statements import formats  # heavy: after this module is known to be main

    head = json.loads(sys.stdin.buffer.readline(HEAD_BYTES_MAX))
    lock_down(memory_bytes=int(head["memory_bytes"]), cpu_s=int(head["cpu_s"]))
    # one file, then the end of the process: looking for cycles to free only costs time
    gc.disable()
    try:
        data = sys.stdin.buffer.read()
        answer = _answer(formats.read(SourceFile(head["name"], data, head["profile"])))
    except LedgerFlowError as fault:
        answer = {"error": {"kind": type(fault).__name__, **fault.as_dict()}}
    except MemoryError:
        _out_of_memory()
    try:
        text = json.dumps(answer, default=str)
        sys.stdout.write(text)
        sys.stdout.flush()
    except MemoryError:
        _out_of_memory()


def _answer(file: Any) -> dict[str, Any]:
    return {"file": file_to_dict(file)}


def _out_of_memory() -> NoReturn:
    sys.stderr.write("MemoryError\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
