"""The steps of the books benchmark that need the server: LedgerFlow and the peers on PostgreSQL.

Here: what is measured in which order, what a step adds to the figures. Not here: how one figure is
taken (books_ours.py, books_database_peers.py) or the table (books_judge.py). Books that do not
come to the generator's totals are noted in `faults`: then no figure is worth anything.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import books_server
from benchmarks.books_database_peers import DatabasePeer
from benchmarks.books_file import BookFiles, month_faults, sum_faults
from benchmarks.books_judge import MIDDLE, SMALL
from benchmarks.books_ours import Installation
from ledgerflow.embedded.address import ServerAddress

AT_ONCE_TIMES = 20
BATCHES = (100, 1_000, 10_000)
SETTLED = "VACUUM (ANALYZE)"
"""What autovacuum would do soon after a large import; not part of the import's time."""


@dataclass(frozen=True)
class Effort:
    """How often and how long: reads for each figure, posts in a pass, pairs, passes, clients."""

    read_times: int = 300
    posts: int = 1_000
    pairs: int = 5
    passes: int = 3
    client_seconds: float = 5.0
    businesses: int = 100


SHORT = Effort(read_times=50, posts=200, pairs=2, passes=1, client_seconds=2.0, businesses=10)


@dataclass
class Steps:
    """A run: the server, an installation, the books by size; figures gather in `ours`, `peers`."""

    address: ServerAddress
    installation: Installation
    books: dict[int, BookFiles]
    tell: Callable[[str], None]
    effort: Effort = Effort()
    ours: dict[str, Any] = field(default_factory=dict)
    peers: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _hordak: DatabasePeer | None = None

    def book(self, entries: int) -> None:
        """A book brought into a business of its own and read: time, sums, reads, memory, disk."""
        book = self.books[entries]
        [business] = self.installation.open(book, [f"Book of {entries}"])
        before = books_server.table_bytes(self.address)
        self._import(book, business)
        self.tell(f"LedgerFlow: {entries:,} entries are read")
        task = {"business": business, "seed": entries}
        at_once = self.installation.do("reads", times=AT_ONCE_TIMES, **task)
        self.ours.setdefault("reads_at_once", {})[str(entries)] = at_once
        self._settle()
        self._check(book, business)
        read = self.installation.do("reads", times=self.effort.read_times, **task)
        self.ours.setdefault("reads", {})[str(entries)] = read
        lines = book.expected()["lines"]
        worker = self.installation.do("reports", business=business, lines=lines)
        self.ours.setdefault("memory", {})[str(entries)] = worker["rss_mb"]
        self.ours.setdefault("report_seconds", {})[str(entries)] = worker["seconds"]
        proof = self.installation.do("proof", business=business, times=5)
        if not proof["same"]:
            self.faults.append("the kept balances are not the sums of the lines")
        self.ours["proof"] = proof
        sealed = self.installation.do("seal")
        if sealed["entries"] != entries:
            self.faults.append(f"{sealed['entries']} of {entries} entries were sealed")
        self.ours.setdefault("seals", {})[str(entries)] = sealed
        after = books_server.table_bytes(self.address)
        grown = {name: size - before.get(name, 0) for name, size in sorted(after.items())}
        self.ours["disk"] = {"mb": round(sum(grown.values()) / 1e6, 1), "bytes": grown}

    def imports(self, entries: int) -> None:
        """The same file into several new businesses."""
        book = self.books[entries]
        names = [f"Import {number} of {entries}" for number in range(self.effort.passes)]
        for business in self.installation.open(book, names):
            self._import(book, business)
            self._check(book, business)

    def single_posts(self) -> None:
        """LedgerFlow and hordak in turns, each pair beside a measurement of the disk."""
        book = self.books[SMALL]
        [business] = self.installation.open(book, ["Single posts"])
        task = {"file": str(book.lines_csv), "entries": self.effort.posts}
        found: dict[str, list[dict[str, float]]] = {"durable": []}
        self.ours["posts"] = found
        for number in range(self.effort.pairs):
            found["durable"].append(self._pair(f"durable pair {number + 1}", business, task))
        with books_server.commits_without_waiting(self.address):
            found["async"] = [
                self._pair(f"pair {number + 1} without waiting", business, task)
                for number in range(self.effort.pairs)
            ]

    def clients(self) -> None:
        """Eight clients on one business, eight on a hundred, in turns."""
        book = self.books[SMALL]
        names = [f"Client business {number}" for number in range(self.effort.businesses)]
        hundred = self.installation.open(book, names)
        passes = self.ours.setdefault("clients", [])
        for number in range(self.effort.passes):
            self.tell(f"LedgerFlow: 8 clients, pass {number + 1}")
            sides: list[tuple[str, Sequence[int]]] = [("one", hundred[:1]), ("hundred", hundred)]
            if number % 2:
                sides.reverse()
            one = {"flush_ms": self._flush()}
            for side, businesses in sides:
                books_server.checkpoint(self.address)
                one[side] = self.installation.clients(
                    businesses, book.lines_csv, self.effort.client_seconds
                )
            passes.append(one)

    def batches(self) -> None:
        """Batches of three sizes through the service for many."""
        book = max((b for n, b in self.books.items() if n <= MIDDLE), key=lambda b: b.entries)
        [business] = self.installation.open(book, ["Batches"])
        for size in BATCHES:
            entries = min(book.entries, max(20_000, 5 * size))
            self.tell(f"LedgerFlow: {entries:,} entries in batches of {size:,}")
            books_server.checkpoint(self.address)
            task = {"business": business, "file": str(book.lines_csv), "batch": size}
            found = self.installation.do("batches", entries=entries, **task)
            self.ours.setdefault("batches", {})[str(size)] = found

    def hordak_reads(self, entries: int) -> None:
        """hordak's reads of a book, which is then the one that it posts to."""
        self.tell(f"hordak: {entries:,} entries are filled in and read")
        book, name = self.books[entries], f"bench_hordak_{entries}"
        place = books_server.database_make(self.address, name)
        with books_server.superuser(self.address) as connection:
            role = self.address.owner_user
            connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {role}")
        self._hordak = DatabasePeer("hordak", place)
        self._hordak.do("prepare", folder=str(book.folder), fill=True)
        made = self._hordak.do("reads", times=5, own_register=True)
        self.faults += [f"hordak: {one}" for one in sum_faults(book, made["balances"])[:3]]
        self.peers.setdefault("hordak", {})[str(entries)] = made["reads"]

    def hordak_bulk(self) -> None:
        """hordak's models written by bulk_create, ten thousand entries at a time."""
        self.tell("hordak: bulk_create")
        assert self._hordak is not None
        task = {"file": str(self.books[SMALL].lines_csv), "entries": SMALL, "batch": SMALL}
        self.peers["hordak"]["bulk"] = self._hordak.do("bulk", **task)

    def django_ledger(self) -> None:
        """django-ledger's posting, one entry at a time."""
        self.tell("django-ledger: posting")
        book = self.books[SMALL]
        place = books_server.database_make(self.address, "bench_django_ledger")
        peer = DatabasePeer("django_ledger", place)
        peer.do("prepare", folder=str(book.folder))
        task = {"file": str(book.lines_csv), "entries": max(100, self.effort.posts // 4)}
        found = {"durable": peer.do("posts", **task), "flush_ms": self._flush()}
        self.peers["django_ledger"] = {"posts": found}

    def _pair(self, title: str, business: int, task: dict[str, Any]) -> dict[str, float]:
        self.tell(f"Posting: {title}")
        assert self._hordak is not None
        pair = {"flush_ms": self._flush()}
        books_server.checkpoint(self.address)
        for name, legs_together in (("hordak", False), ("hordak_legs_together", True)):
            made = self._hordak.do("posts", legs_together=legs_together, **task)
            pair |= {name: made["rate"], f"{name}_cpu_ms": made["cpu_ms"]}
            if not legs_together:
                made = self.installation.do("posts", business=business, **task)
                pair |= {"ours": made["rate"], "ours_cpu_ms": made["cpu_ms"]}
        return pair

    def _import(self, book: BookFiles, business: int) -> None:
        self.tell(f"LedgerFlow: {book.entries:,} entries from a file")
        books_server.checkpoint(self.address)
        with books_server.ServerMemory(self.address) as memory:
            made = self.installation.do("import_file", business=business, file=str(book.lines_csv))
        if made["entries"] != book.entries:
            self.faults.append(f"{made['entries']} of {book.entries} entries came in")
        made |= {"rate": round(made["entries"] / made["seconds"]), "server_mb": memory.most_mb}
        self.ours.setdefault("imports", {}).setdefault(str(book.entries), []).append(made)

    def _check(self, book: BookFiles, business: int) -> None:
        said = self.installation.do("balances", business=business)
        self.faults += sum_faults(book, said["accounts"])[:5]
        self.faults += month_faults(book, said["months"])[:5]
        self.faults += said["faults"][:5]

    def _settle(self) -> None:
        begun = time.monotonic()
        with books_server.superuser(self.address, self.address.database) as connection:
            connection.execute(SETTLED)
        self.ours["settle_seconds"] = round(time.monotonic() - begun, 1)
        books_server.checkpoint(self.address)

    def _flush(self) -> float:
        return books_server.flush_ms(self.installation.state_dir)
