"""Two sets of digests, and where they differ, in words.

Here: the comparison only. Not here: how digests come about (digests.py).
"""

from collections.abc import Iterator

from ledgerflow.ops.backup.manifest import Digests, TableDigest


def differences(expected: Digests, found: Digests) -> list[str]:
    """What the restored database (`found`) shows otherwise; [] when equal.

    Sequences go on while a dump is made: a found value must lie between those read before and
    after it.
    """
    named = list(_tables(expected, found)) + list(_sequences(expected, found))
    if expected.trial_balance != found.trial_balance:
        named.append("The trial balances of the businesses differ.")
    if expected.audit_chain != found.audit_chain:
        named.append("The audit trail differs.")
    return named


def _tables(expected: Digests, found: Digests) -> Iterator[str]:
    if not expected.tables:
        yield "No table was digested when the backup was made."
    for name in sorted(expected.tables.keys() | found.tables.keys()):
        before, now = expected.tables.get(name), found.tables.get(name)
        if before != now:
            yield _table(name, before, now)


def _table(name: str, before: TableDigest | None, now: TableDigest | None) -> str:
    if now is None:
        return f"Table {name} is missing."
    if before is None:
        return f"Table {name} was not there when the backup was made."
    if before.rows != now.rows:
        return f"Table {name} has {now.rows} rows, not {before.rows}."
    return f"Table {name} has the same number of rows, {now.rows}, and other content."


def _sequences(expected: Digests, found: Digests) -> Iterator[str]:
    for name in sorted(expected.sequences.keys() | found.sequences.keys()):
        low, now = expected.sequences.get(name), found.sequences.get(name)
        if low is None or now is None:
            missing = "is missing" if now is None else "was not there when the backup was made"
            yield f"Sequence {name} {missing}."
            continue
        high = expected.sequences_after.get(name, low)
        if not low <= now <= high:
            yield f"Sequence {name} stands at {now}, not at {low}{_until(low, high)}."


def _until(low: int, high: int) -> str:
    return f" to {high}" if high != low else ""
