"""Which transactions of one payee come again and again together; pure.

Here: splitting a payee's rows into runs that follow a cadence. Not here: cadences (cadence.py) or
what to expect of a run (recurring.py).

A payee's rows are first taken as one run (its price may change); where that does not fit, rows of
equal amounts are, then of near ones, each by its day of the month where there are several.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ledgerflow.classification.cadence import Fit, cadences_near, fit

NEEDED = 6.5
"""How much better than chance a series must be (natural logarithm)."""
NEEDED_OF_PART = 8.5
"""The same for a series picked out of a payee's other rows: there is more to pick from."""
LEAST = 2

NEAR = Decimal("0.10")
LIKE = Decimal("0.35")
"""How far two amounts of one series lie apart, as a share: near, still like it."""
SAME_GAIN = 1.2
AMOUNT_GAIN = ((0.01, SAME_GAIN), (0.10, 0.6), (0.35, 0.2))
UNLIKE = -0.3
"""What two amounts in a row add: (share they lie apart at most, gain); farther apart: doubt."""


DAY_GAP = 4
"""Days of month farther apart belong to different series of one payee."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One bank transaction: money in is positive."""

    id: int
    date: dt.date
    amount: Decimal
    currency: str
    payee_key: str
    payee_name: str = ""


@dataclass(slots=True)
class Run:
    """Rows of one series, oldest first, and the cadence they follow."""

    rows: list[Occurrence]
    fit: Fit


def runs_of(rows: list[Occurrence]) -> list[Run]:
    """The series of one payee."""
    whole = _run(rows, NEEDED)
    if whole is not None:
        return [whole]
    if len(rows) <= LEAST:
        return []
    runs: list[Run] = []
    left = rows
    for clusters in (_equal, _near, _apart):
        for cluster in clusters(left):
            one = _run(cluster, NEEDED_OF_PART)
            parts = [one] if one else [_run(p, NEEDED_OF_PART) for p in _by_day(cluster)]
            runs += [part for part in parts if part is not None]
        taken = {row.id for run in runs for row in run.rows}
        left = [row for row in rows if row.id not in taken]
    return _extended(_linked(runs), left)


def _run(rows: list[Occurrence], needed: float) -> Run | None:
    """The rows as one series in the cadence that explains most, or None."""
    days = [row.date for row in rows]
    if len(rows) < LEAST or any(a == b for a, b in pairwise(days)):
        return None
    gaps = [(b - a).days for a, b in pairwise(days)]
    extra = _amount_gain(rows)
    best: Fit | None = None
    for cadence in cadences_near(gaps):
        found = fit(days, cadence)
        if found and found.gain + extra >= needed and (best is None or found.gain > best.gain):
            best = found
    return Run(rows, best) if best else None


def _amount_gain(rows: list[Occurrence]) -> float:
    """What amounts add: much where they repeat, less where they are near, doubt where not."""
    total = 0.0
    for before, after in pairwise(row.amount for row in rows):
        if before == after:
            total += SAME_GAIN
            continue
        share = float(abs(after - before) / abs(before))
        total += next((gain for most, gain in AMOUNT_GAIN if share <= most), UNLIKE)
    return total


def _equal(rows: list[Occurrence]) -> Iterator[list[Occurrence]]:
    """Rows of exactly one amount."""
    by_amount: dict[Decimal, list[Occurrence]] = defaultdict(list)
    for row in rows:
        by_amount[row.amount].append(row)
    return (cluster for _, cluster in sorted(by_amount.items()) if len(cluster) > LEAST)


def _near(rows: list[Occurrence]) -> Iterator[list[Occurrence]]:
    """Rows whose amounts follow each other closely and span a tenth."""
    return _clusters(rows, 0, 1 + NEAR)


def _apart(rows: list[Occurrence]) -> Iterator[list[Occurrence]]:
    """Rows of any amounts, apart where none lies between."""
    return _clusters(rows, -1, 1 + LIKE)


def _clusters(rows: list[Occurrence], at: int, factor: Decimal) -> Iterator[list[Occurrence]]:
    """Rows by size, parted where one is `factor` times its cluster's row `at` (0 or -1)."""
    ordered = sorted(rows, key=lambda row: (abs(row.amount), row.date, row.id))
    cluster: list[Occurrence] = []
    for row in ordered:
        if cluster and abs(row.amount) > abs(cluster[at].amount) * factor:
            if len(cluster) > LEAST:
                yield sorted(cluster, key=lambda r: (r.date, r.id))
            cluster = []
        cluster.append(row)
    if len(cluster) > LEAST:
        yield sorted(cluster, key=lambda r: (r.date, r.id))


def _by_day(rows: list[Occurrence]) -> Iterator[list[Occurrence]]:
    """Rows of near days of the month, apart where a gap lies between."""
    ordered = sorted(rows, key=lambda row: (row.date.day, row.date, row.id))
    cluster: list[Occurrence] = []
    for row in ordered:
        if cluster and row.date.day - cluster[-1].date.day > DAY_GAP:
            yield sorted(cluster, key=lambda r: (r.date, r.id))
            cluster = []
        cluster.append(row)
    if len(cluster) < len(rows):
        yield sorted(cluster, key=lambda r: (r.date, r.id))


def _linked(runs: list[Run]) -> list[Run]:
    """Two runs of one cadence, the later where the earlier is due next: the price changed."""
    runs = sorted(runs, key=lambda run: (run.rows[0].date, run.rows[0].id))
    kept: list[Run] = []
    for run in runs:
        for place, earlier in enumerate(kept):
            first = run.rows[0]
            if (
                earlier.fit.cadence == run.fit.cadence
                and earlier.rows[-1].date < first.date
                and _is_like(earlier.rows[-1].amount, first.amount)
                and (both := _run([*earlier.rows, *run.rows], NEEDED_OF_PART)) is not None
            ):
                kept[place] = both
                break
        else:
            kept.append(run)
    return kept


def _extended(runs: list[Run], left: list[Occurrence]) -> list[Run]:
    """Take in the single row that came when a run was next due, at another price."""
    for run in runs:
        while True:
            due = run.fit.due(1)
            fits = [
                row
                for row in left
                if abs((row.date - due).days) <= run.fit.spread + 2
                and _is_like(run.rows[-1].amount, row.amount)
            ]
            longer = _run([*run.rows, *fits], NEEDED_OF_PART) if len(fits) == 1 else None
            if longer is None:
                break
            run.rows, run.fit = longer.rows, longer.fit
            left = [row for row in left if row.id != fits[0].id]
    return runs


def _is_like(before: Decimal, after: Decimal) -> bool:
    return abs(after - before) <= abs(before) * LIKE
