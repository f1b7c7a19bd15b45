"""What a container's healthcheck runs: `python -m ledgerflow.ops.probe web [PORT]` or `worker`.

Here: one question, one line, exit code 0 or 1, within seconds. Not here: Django, settings or any
library. A check that runs twice a minute must cost nothing, so this module alone reads its three
variables by itself; settings/env.py describes them.
"""

import http.client
import os
import sys
import time
from pathlib import Path

WEB_PORT = 8000
WEB_SECONDS = 3.0
HEARTBEAT_SECONDS = 45.0
"""A worker touches its file every 10 seconds; longer than this means that its loop hangs."""

USAGE = "usage: python -m ledgerflow.ops.probe web [PORT] | worker"


def main(arguments: list[str]) -> int:
    """Answer on standard output; 0 = healthy, 1 = not, 2 = not a question."""
    match arguments:
        case ["web"]:
            fault = web_fault(WEB_PORT)
        case ["web", port] if port.isdecimal() and int(port) < 65536:
            fault = web_fault(int(port))
        case ["worker"]:
            fault = worker_fault(heartbeat_file())
        case _:
            sys.stderr.write(USAGE + "\n")
            return 2
    sys.stdout.write(f"{fault or 'healthy'}\n")
    return 1 if fault else 0


def web_fault(port: int) -> str:
    """Why the web process of this machine does not answer /livez; "" when it does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WEB_SECONDS)
    try:
        connection.request("GET", "/livez", headers={"Host": allowed_host()})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"no answer on port {port}: {type(error).__name__}"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"/livez on port {port} answers {status}"


def allowed_host() -> str:
    """A Host header that Django lets in: the first of LEDGERFLOW_ALLOWED_HOSTS."""
    first = os.environ.get("LEDGERFLOW_ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return first if first not in ("", "*") else "localhost"


def worker_fault(path: Path) -> str:
    """Why the worker counts as hanging; "" when its heartbeat is fresh."""
    try:
        age = time.time() - path.stat().st_mtime
    except OSError as error:
        return f"no heartbeat at {path}: {os.strerror(error.errno or 0)}"
    return "" if age < HEARTBEAT_SECONDS else f"the last heartbeat is {age:.0f} s old"


def heartbeat_file() -> Path:
    """Where the worker's file lies: the same place as settings.WORKER_HEARTBEAT."""
    named = os.environ.get("LEDGERFLOW_WORKER_HEARTBEAT")
    if named:
        return Path(named)
    state = os.environ.get("LEDGERFLOW_STATE_DIR")
    return (Path(state) if state else Path(__file__).parents[2] / ".ledgerflow") / (
        "worker.heartbeat"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
