"""The text that COPY reads."""

import hashlib

from ledgerflow.ledger.posting.stage import Staged, chunk_of, chunks_of

ONE = Staged("2025-01-15\tnormal\t\tPaint", ["1\t7\t10.0000\tUSD\t", "2\t8\t-10.0000\tUSD\t"], "k")


def test_a_chunk_holds_each_entry_and_its_lines_by_place():
    chunk = chunk_of((ONE, ONE._replace(key="a\tb")))
    content = "\n".join((ONE.head, *ONE.rows)).encode()
    digest = hashlib.sha256(content).hexdigest()
    first, second = chunk.entries.decode().splitlines()
    assert first == f"0\t{ONE.head}\tk\t\\\\x{digest}\t2"
    assert second == f"1\t{ONE.head}\ta\\tb\t\\\\x{digest}\t2"
    assert chunk.lines.decode().splitlines() == [
        *(f"0\t{row}" for row in ONE.rows),
        *(f"1\t{row}" for row in ONE.rows),
    ]


def test_entries_are_cut_into_chunks_of_the_size_asked_for():
    assert [len(c.staged) for c in chunks_of([ONE] * 7, 3)] == [3, 3, 1]
    assert list(chunks_of([], 3)) == []
