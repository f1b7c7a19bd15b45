"""The columns of many entries, as the texts of arrays."""

import hashlib

import pytest

from ledgerflow.ledger.posting.stage import chunk_of, chunks_of

HEAD = "2025-01-15\tnormal\t\tPaint"
ROWS = "1\t7\t10.0000\tUSD\t\n2\t8\t-10.0000\tUSD\t"
ONE = (HEAD, ROWS, "k")


def test_a_chunk_holds_a_column_for_each_thing_said_of_an_entry_or_a_line():
    chunk = chunk_of((ONE, ("2025-02-01\treversal\t12\tBack", ROWS, "k2")))
    columns = chunk.columns
    assert (columns.days, columns.kinds) == ("{2025-01-15,2025-02-01}", '{"normal","reversal"}')
    assert (columns.words, columns.undone) == ('{"Paint","Back"}', "{NULL,12}")
    assert (columns.keys, columns.counts) == ('{"k","k2"}', "{2,2}")
    assert (columns.ordinals, columns.positions) == ("{1,1,2,2}", "{1,2,1,2}")
    assert columns.accounts == "{7,8,7,8}"
    assert columns.amounts == "{10.0000,-10.0000,10.0000,-10.0000}"
    assert columns.currencies == '{"USD","USD","USD","USD"}'
    assert columns.hashes[:32] == hashlib.sha256(f"{HEAD}\n{ROWS}".encode()).digest()
    assert len(columns.hashes) == 64


def test_columns_that_nobody_fills_stay_empty():
    columns = chunk_of(((HEAD, ROWS, ""),)).columns
    assert (columns.undone, columns.keys, columns.notes) == ("{}", "{}", "{}")


def test_texts_are_in_quotes_whatever_they_hold():
    head = '2025-01-15\tnormal\t\ta \\\\ \\t "b", {c}'
    columns = chunk_of(((head, ROWS.replace("USD\t\n", "USD\tno\\nte\n"), 'k"'),)).columns
    assert columns.words == '{"a \\\\ \t \\"b\\", {c}"}'
    assert columns.keys == '{"k\\""}'
    assert columns.notes == '{"no\nte",""}'


def test_rows_of_another_shape_are_a_fault_of_whoever_made_them():
    with pytest.raises(ValueError, match="1 rows of 4 cells have 5"):
        chunk_of(((f"{HEAD}\tmore", ROWS, ""),))


def test_entries_are_cut_into_chunks_of_the_size_asked_for():
    assert [len(c.staged) for c in chunks_of([ONE] * 7, 3)] == [3, 3, 1]
    assert list(chunks_of([], 3)) == []
