"""The child process in which statement files are read: locked first, then fed.

Here: limits, refusal of network, processes and writing, the answer (frames.py). Not here:
starting it (containment.py). Imports of the readers come before the lock, data after it.
Input: one line of JSON (name, profile, password, memory_bytes, cpu_s, and whether to be ready for
`pdf` and to `recognise`), then the file's bytes. Output: an answer with "file", "error", or
"recognise": the pages that need a child with the models.
"""

import gc
import json
import sys
from typing import Any, NoReturn

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.statements.confinement import lock_down
from ledgerflow.statements.frames import write_answer, write_file
from ledgerflow.statements.parsed import ParsedFile, SourceFile

HEAD_BYTES_MAX = 1 << 20


def main() -> None:
    """Read one request from stdin, answer on stdout. Exit code 0 for expected faults too."""
    # heavy: after this module is known to be main
    from ledgerflow.statements import formats
    from ledgerflow.statements.formats.pdf import preload
    from ledgerflow.statements.pdf.scanned import NeedsRecognition, recognition

    head = json.loads(sys.stdin.buffer.readline(HEAD_BYTES_MAX))
    if head.get("pdf"):
        preload()
    if head.get("recognise"):
        recognition.load()
    else:
        recognition.leave_to_another()
    lock_down(memory_bytes=int(head["memory_bytes"]), cpu_s=int(head["cpu_s"]))
    # one file, then the end of the process: looking for cycles to free only costs time
    gc.disable()
    try:
        data = sys.stdin.buffer.read()
        file = SourceFile(head["name"], data, head["profile"], head.get("password", ""))
        answer: Any = formats.read(file)
    except LedgerFlowError as fault:
        answer = {"error": {"kind": type(fault).__name__, **fault.as_dict()}}
    except NeedsRecognition as need:
        answer = {"recognise": need.pages}
    except MemoryError:
        _out_of_memory()
    try:
        write = write_file if isinstance(answer, ParsedFile) else write_answer
        write(answer, sys.stdout.buffer)
        sys.stdout.flush()
    except MemoryError:
        _out_of_memory()


def _out_of_memory() -> NoReturn:
    sys.stderr.write("MemoryError\n")
    sys.exit(1)


if __name__ == "__main__":
    main()
