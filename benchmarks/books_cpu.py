"""CPU seconds of a client and of its server process together.

Here: what a piece of work costs when other work on the machine makes it wait. Not here: wall
time, which is what is judged. Runs in the peers' environment too, hence the standard library alone.
"""

import os
import time
from pathlib import Path


def cpu_seconds(backend_pid: int) -> float:
    """Of this process and of that one, so far; the server's in steps of a hundredth."""
    text = Path(f"/proc/{backend_pid}/stat").read_text(encoding="utf-8")
    fields = text.rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")
