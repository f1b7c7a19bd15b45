"""Posts balanced journal entries at a steady rate, each in a transaction of its own.

Here: processes that write as the application's role with every rule of the books on, and the times
of their commits. Not here: what happens meanwhile (bench_backup.py, tests/faults). The child is
this module run as a program; PG* variables say where, one JSON document on stdin says what.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal

# The entry and its lines in one statement, as the books' rules want them.
POST = """
WITH entry AS (
    INSERT INTO ledger_journalentry
        (firm_id, business_id, date, kind, description, idempotency_key, request_hash)
    VALUES (%(firm)s, %(business)s, %(date)s, 'normal', %(text)s, %(key)s, %(hash)s)
    RETURNING id, firm_id, business_id, date)
INSERT INTO ledger_journalline
    (firm_id, business_id, entry_id, position, account_id, date, amount, currency, note)
SELECT firm_id, business_id, entry.id, one.position, one.account, date, one.amount, 'USD', ''
  FROM entry, unnest(%(accounts)s::bigint[], %(amounts)s::numeric[])
              WITH ORDINALITY AS one (account, amount, position)
"""
SCOPE = "SELECT set_config('app.firm_id', %s, true)"


@dataclass(frozen=True)
class Ledger:
    """A business to post to, with accounts that take entries, in US dollars."""

    firm: int
    business: int
    accounts: tuple[int, ...]


@dataclass(frozen=True)
class Commits:
    """When each entry was committed (seconds since the epoch) and how long it took."""

    times: Sequence[float]
    seconds: Sequence[float]

    def between(self, begin: float, end: float) -> int:
        """Entries committed in that time."""
        return sum(begin <= moment < end for moment in self.times)

    def rate(self, begin: float, end: float) -> float:
        """Entries per second in that time."""
        return self.between(begin, end) / (end - begin)


class Posting:
    """Children that post until they are stopped."""

    def __init__(self, children: "list[subprocess.Popen[str]]") -> None:
        self._children = children

    def stop(self) -> Commits:
        """End them all; what they committed. AssertionError where one ended by itself."""
        answers = [child.communicate("stop\n")[0] for child in self._children]
        assert all(child.returncode == 0 for child in self._children), "a posting process failed"
        found = [json.loads(answer) for answer in answers]
        return Commits(
            [moment for one in found for moment in one["times"]],
            [seconds for one in found for seconds in one["seconds"]],
        )


@contextmanager
def posting(
    ledgers: Sequence[Ledger], rate: float, environment: Mapping[str, str], processes: int = 4
) -> Iterator[Posting]:
    """Post `rate` entries a second in all; `environment` says where and as whom to connect."""
    children = [_start(ledgers, rate / processes, environment) for _ in range(processes)]
    try:
        yield Posting(children)
    finally:
        for child in children:
            child.kill()
            child.communicate()


def _start(
    ledgers: Sequence[Ledger], rate: float, environment: Mapping[str, str]
) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={name: os.environ[name] for name in ("PATH",) if name in os.environ} | {**environment},
    )
    assert child.stdin is not None
    task = {"rate": rate, "ledgers": [asdict(one) for one in ledgers]}
    child.stdin.write(json.dumps(task) + "\n")
    child.stdin.flush()
    return child


def main() -> None:
    """The child: post until a second line comes, then say what was committed."""
    import psycopg

    task = json.loads(sys.stdin.readline())
    ledgers = [Ledger(**one) for one in task["ledgers"]]
    stop = threading.Event()

    def wait_for_stop() -> None:
        sys.stdin.readline()
        stop.set()

    threading.Thread(target=wait_for_stop, daemon=True).start()
    times, seconds = [], []
    chance = random.Random(time.time_ns())  # noqa: S311  figures, not secrets
    with psycopg.connect(autocommit=True) as connection:
        due = time.monotonic()
        while not stop.is_set():
            due = max(due + 1 / task["rate"], time.monotonic() - 1)  # never more than 1 s behind
            stop.wait(max(0.0, due - time.monotonic()))
            begun = time.monotonic()
            one = chance.choice(ledgers)
            with connection.pipeline(), connection.transaction():
                connection.execute(SCOPE, [str(one.firm)])
                connection.execute(POST, entry(one, chance))
            seconds.append(round(time.monotonic() - begun, 5))
            times.append(round(time.time(), 4))
    json.dump({"times": times, "seconds": seconds}, sys.stdout)


def entry(ledger: Ledger, chance: random.Random) -> dict[str, object]:
    """An entry of two to four lines that add up to zero."""
    accounts = chance.sample(ledger.accounts, chance.choice((2, 2, 2, 3, 4)))
    amounts = [Decimal(chance.randint(1, 500_000)) / 100 for _ in accounts[1:]]
    return {
        "firm": ledger.firm,
        "business": ledger.business,
        "date": f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "text": f"Invented posting {chance.randint(1, 9999)}",
        "key": f"steady:{uuid.uuid4()}",
        "hash": chance.randbytes(32),
        "accounts": accounts,
        "amounts": [*amounts, -sum(amounts)],
    }


if __name__ == "__main__":
    main()
