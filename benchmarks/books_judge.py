"""What the books must reach, what was reached, and what the peers reached in the same run.

Here: the rows of the table made from the figures, and which promises are not kept. Not here:
measuring. Figures come as the JSON document's `ours` and `peers`; a figure that is missing makes
a row without one, never a kept promise.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
MS, PER_SECOND, SECONDS, MB, TIMES = "ms", "a second", "s", "MB", "x"
UPPER = frozenset({MS, SECONDS, MB})
"""Units in which less is better; ratios say so themselves."""

FLAT_MOST = 1.5
POSTS_LEAST = 3.0
CLIENTS_LEAST = 0.8
SAME_MEMORY = 1.1


@dataclass(frozen=True)
class Row:
    """A line of the table. `asked` is a bound: at most, or with `at_least` at least.

    `peer` and `limit` are in the row's unit; the limit is what the engine alone was measured at.
    """

    what: str
    unit: str
    asked: float | None
    reached: float | None
    at_least: bool = False
    peer: float | None = None
    peer_name: str = ""
    limit: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the bound holds; None where nothing was asked or nothing was measured."""
        if self.asked is None or self.reached is None:
            return None
        return self.reached >= self.asked if self.at_least else self.reached <= self.asked

    @property
    def times_peer(self) -> float | None:
        """How many times better than the best peer."""
        return self._times(self.peer, self.reached)

    @property
    def times_limit(self) -> float | None:
        """How far from the engine's limit; 1 is the limit."""
        return self._times(self.reached, self.limit)

    def _times(self, one: float | None, other: float | None) -> float | None:
        if not one or not other:
            return None
        return round(other / one if self.at_least else one / other, 2)

    def as_json(self) -> dict[str, Any]:
        """All of it, with the ratios."""
        return {
            "what": self.what,
            "unit": self.unit,
            "asked": self.asked,
            "at_least": self.at_least,
            "reached": self.reached,
            "kept": self.kept,
            "peer": self.peer,
            "peer_name": self.peer_name,
            "times_peer": self.times_peer,
            "limit": self.limit,
            "times_limit": self.times_limit,
            "note": self.note,
        }


def rows_of(found: Mapping[str, Any], entries: int) -> list[Row]:
    """The whole table for a book of so many entries; bounds hold for a large one only."""
    ours, peers = found.get("ours", {}), found.get("peers", {})
    rows = [
        *_read_rows(ours, peers, entries),
        *_post_rows(ours, peers),
        *_import_rows(ours, peers, entries),
        *_size_rows(ours, peers, entries),
    ]
    if entries >= LARGE:
        return rows
    return [_unasked(row) for row in rows]


def complaints_of(rows: Sequence[Row], faults: Sequence[str], entries: int) -> list[str]:
    """Wrong books, bounds that are not kept and, for a large book, figures that are missing."""
    out = [f"Wrong: {fault}" for fault in faults]
    for row in rows:
        if row.kept is False:
            bound = "at least" if row.at_least else "at most"
            out.append(f"{row.what}: {row.reached} {row.unit}, {bound} {row.asked} is asked.")
        if row.reached is None and entries >= LARGE:
            out.append(f"{row.what}: not measured.")
    return out


def _unasked(row: Row) -> Row:
    return Row(**{**row.__dict__, "asked": None, "limit": None})


READS = (
    ("trial_balance", "trial balance", 1.5, 0.32),
    ("months", "P&L by month, one year", 1.5, 0.30),
    ("register", "register, last 50, running balance", 1.5, 0.25),
)


def _read_rows(ours: Mapping[str, Any], peers: Mapping[str, Any], entries: int) -> list[Row]:
    large = ours.get("reads", {}).get(str(entries), {})
    small = ours.get("reads", {}).get(str(SMALL), {})
    rows = []
    for name, title, asked, limit in READS:
        peer, peer_name = _best_read(peers, name, entries)
        rows.append(
            Row(
                title,
                MS,
                asked,
                _figure(large, name, "inside", "p50"),
                peer=peer,
                peer_name=peer_name,
                limit=limit,
                note=_outside(large, name),
            )
        )
    any_page = large.get("page", {})
    peer, peer_name = _best_read(peers, "register", entries)
    note = f"p50 {_figure(any_page, 'inside', 'p50')}"
    any_page_p95 = _figure(any_page, "inside", "p95")
    rows.append(
        Row("register, any page (p95)", MS, 2.5, any_page_p95, False, peer, peer_name, 0.70, note)
    )
    for name, title, _, _ in READS:
        flat = _ratio(_figure(large, name, "inside", "p50"), _figure(small, name, "inside", "p50"))
        rows.append(Row(f"{title}: against {SMALL:,} entries", TIMES, FLAT_MOST, flat, limit=1.4))
    hordak, _ = _best_read({"hordak": peers.get("hordak", {})}, "trial_balance", entries)
    proof = _figure(ours.get("proof", {}), "ms")
    rows.append(Row("trial balance from all lines", MS, 400, proof, False, hordak, "hordak", 278))
    return rows


def _outside(large: Mapping[str, Any], name: str) -> str:
    return (
        f"p95 {_figure(large, name, 'inside', 'p95')};"
        f" CPU of both sides {_figure(large, name, 'inside', 'cpu')};"
        f" with a transaction of its own {_figure(large, name, 'outside', 'p50')}"
    )


def _best_read(peers: Mapping[str, Any], name: str, entries: int) -> tuple[float | None, str]:
    """The fastest peer's milliseconds of a read at that size, its ORM variants included."""
    best: tuple[float | None, str] = (None, "")
    for peer, sizes in peers.items():
        found = sizes.get(str(entries), {}) if isinstance(sizes, dict) else {}
        for variant in (name, f"{name}_orm"):
            ms = _figure(found, variant, "ms")
            if ms is not None and (best[0] is None or ms < best[0]):
                best = (ms, peer)
    return best


def _post_rows(ours: Mapping[str, Any], peers: Mapping[str, Any]) -> list[Row]:
    rows = []
    for mode, title in (("durable", "post one entry"), ("async", "post one entry, no wait")):
        pairs = ours.get("posts", {}).get(mode, [])
        times = [pair["ours"] / pair["hordak"] for pair in pairs]
        rate = _middle([pair["ours"] for pair in pairs])
        hordak = _middle([pair["hordak"] for pair in pairs])
        limit = 3037 if mode == "durable" else 4074
        asked = POSTS_LEAST if mode == "durable" else None
        spread = f"pairs {min(times):.2f} to {max(times):.2f}; {_cpu(pairs)}" if times else ""
        middle = round(statistics.median(times), 3) if times else None
        rows.append(Row(f"{title}: against hordak", TIMES, asked, middle, True, note=spread))
        rows.append(
            Row(title, PER_SECOND, None, rate, True, hordak, "hordak", limit, note=_flush(pairs))
        )
    passes = ours.get("clients", [])
    shares = [one["one"] / one["hundred"] for one in passes]
    share = round(statistics.median(shares), 3) if shares else None
    note = f"{_middle([one['one'] for one in passes])} entries a second on one business"
    what = "8 clients on one business against 8 on a hundred"
    rows.append(Row(what, TIMES, CLIENTS_LEAST, share, True, limit=1.0, note=note))
    bulk = _figure(peers.get("hordak", {}), "bulk", "rate")
    for size, found in ours.get("batches", {}).items():
        what = f"batches of {int(size):,}"
        note = f"{found['write_rate']:,.0f} without making the drafts"
        rows.append(
            Row(what, PER_SECOND, 20_000, found["rate"], True, bulk, "hordak", 37_000, note)
        )
    return rows


def _cpu(pairs: Sequence[Mapping[str, float]]) -> str:
    """CPU milliseconds of client and server for an entry: they do not wait for other work."""
    ours = statistics.median(pair["ours_cpu_ms"] for pair in pairs)
    hordak = statistics.median(pair["hordak_cpu_ms"] for pair in pairs)
    return f"CPU ms an entry: hordak {hordak:.2f}, LedgerFlow {ours:.2f}"


def _flush(pairs: Sequence[Mapping[str, float]]) -> str:
    flushes = [pair["flush_ms"] for pair in pairs]
    return f"fdatasync {min(flushes)} to {max(flushes)} ms" if flushes else ""


def _import_rows(ours: Mapping[str, Any], peers: Mapping[str, Any], entries: int) -> list[Row]:
    imports = ours.get("imports", {})
    middle_size = min(MIDDLE, entries)
    rates = [one["rate"] for one in imports.get(str(middle_size), [])]
    bulk = _figure(peers.get("hordak", {}), "bulk", "rate")
    seconds = [one["seconds"] for one in imports.get(str(entries), [])]
    at_once = ours.get("reads_at_once", {}).get(str(entries), {})
    read = _figure(at_once, "trial_balance", "inside", "p50")
    ledger, name = _best_read(
        {peer: peers.get(peer, {}) for peer in ("hledger", "beancount")}, "trial_balance", entries
    )
    peer = None if ledger is None else round(ledger / 1000, 1)
    what = f"{middle_size:,} entries, CSV file to posted"
    book = f"a new book of {entries:,} entries, file to queryable"
    note = f"best {max(rates):,.0f}" if rates else ""
    return [
        Row(what, PER_SECOND, 35_000, _middle(rates), True, bulk, "hordak", 69_000, note),
        Row(
            book,
            SECONDS,
            20,
            _middle(seconds),
            peer=peer,
            peer_name=name,
            limit=7.6,
            note=f"a trial balance right after it, before any VACUUM: {read} ms",
        ),
    ]


def _size_rows(ours: Mapping[str, Any], peers: Mapping[str, Any], entries: int) -> list[Row]:
    memory = ours.get("memory", {})
    large, small = memory.get(str(entries)), memory.get(str(SMALL))
    ledger = _figure(peers.get("ledger", {}), str(entries), "trial_balance", "rss_mb")
    disk = ours.get("disk", {}).get("mb")
    return [
        Row("memory of a report worker", MB, 150, large, False, ledger, "ledger"),
        Row(f"the same against {SMALL:,} entries", TIMES, SAME_MEMORY, _ratio(large, small)),
        Row("disk, ledger and audit", MB, 700, disk, limit=544),
    ]


def _figure(found: Any, *path: str) -> float | None:
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found if isinstance(found, int | float) else None


def _ratio(one: float | None, other: float | None) -> float | None:
    return round(one / other, 3) if one and other else None


def _middle(found: Sequence[float]) -> float | None:
    return round(statistics.median(found), 1) if found else None
