"""A parsed file through the stream, and streams that are none."""

import io
import json
import random

import pytest
from hypothesis import given

from ledgerflow.statements import frames, packed, texts
from ledgerflow.statements.frames import (
    BROKEN,
    AnswerTooLong,
    read_answer,
    write_answer,
    write_file,
)
from ledgerflow.statements.packed import PackedLines
from ledgerflow.statements.parsed import ParsedFile, ParsedStatement
from tests.statements.test_packed import MANY, line

BYTES_MAX = 1 << 20


@pytest.fixture(autouse=True, scope="module")
def packed_from_three():
    kept = (frames.PACKED_FROM, texts.BLOCK_LINES, texts._SMALL)
    frames.PACKED_FROM, texts.BLOCK_LINES, texts._SMALL = 3, 4, 2
    yield
    frames.PACKED_FROM, texts.BLOCK_LINES, texts._SMALL = kept


def written(file: ParsedFile) -> bytes:
    out = io.BytesIO()
    write_file(file, out)
    return out.getvalue()


def read(data: bytes, bytes_max: int = BYTES_MAX) -> object:
    return read_answer(io.BytesIO(data), bytes_max).get("file")


FILE = ParsedFile(
    "csv",
    (
        ParsedStatement("1", "EUR", tuple(line(n) for n in range(1, 9))),
        ParsedStatement("2", "EUR", (line(1),)),
    ),
    reading={"decimal": ","},
)


@given(MANY, MANY)
def test_few_and_many_lines_come_back_equal(first, second):
    statements = (ParsedStatement("1", "EUR", first), ParsedStatement("2", "", second))
    file = ParsedFile("csv", statements)
    found = read(written(file))
    assert found == file
    many = [isinstance(s.lines, PackedLines) for s in found.statements]
    assert many == [len(first) >= 3, len(second) >= 3]


def test_lines_that_are_packed_already_are_sent_as_they_are(monkeypatch):
    monkeypatch.setattr(packed, "PACKED_FROM", 1)
    lines = packed.pack(line(n) for n in range(1, 9))
    file = ParsedFile("csv", (ParsedStatement("1", "EUR", lines),))
    assert read(written(file)) == file
    part = ParsedFile("csv", (ParsedStatement("1", "EUR", lines[2:]),))
    assert read(written(part)) == part


def test_an_answer_without_a_file_is_json_alone():
    out = io.BytesIO()
    write_answer({"error": {"code": "x"}}, out)
    assert read_answer(io.BytesIO(out.getvalue()), BYTES_MAX) == {"error": {"code": "x"}}


def test_an_answer_that_is_too_long_is_not_taken():
    data = written(FILE)
    assert read(data, len(data)) == FILE
    for most in (10, data.index(b"\n") + 40):
        with pytest.raises(AnswerTooLong):
            read(data, most)


def test_what_breaks_off_or_goes_on_is_no_answer():
    data = written(FILE)
    for size in range(len(data)):
        with pytest.raises(BROKEN):
            read(data[:size])
    with pytest.raises(BROKEN):
        read(data + b"x")


LIES = {
    "count": 7,
    "amounts": [[0, "NaN"]],
    "balances": [[0, "5"]],
    "pages": [[99, 1]],
    "boxes": [[0, [1, 2, 3]]],
    "blocks": [],
}


@pytest.mark.parametrize("name", LIES)
def test_what_is_said_about_columns_is_not_believed(name):
    head, _, rest = written(FILE).partition(b"\n")
    answer = json.loads(head)
    answer["file"]["statements"][0]["lines"][name] = LIES[name]
    with pytest.raises(BROKEN):
        read(json.dumps(answer).encode() + b"\n" + rest)


@pytest.mark.parametrize(
    "fields",
    [
        {"description": 99},
        {"description": -1},
        {"description": None},
        {"evil": "x"},
        {"raw": [";"]},
        {"raw": [1, 0]},
        {"raw": [";", 5]},
    ],
)
def test_texts_that_are_not_there_are_not_believed(fields):
    head, _, rest = written(FILE).partition(b"\n")
    answer = json.loads(head)
    answer["file"]["statements"][0]["lines"]["blocks"][0]["fields"] = fields
    with pytest.raises(BROKEN):
        read(json.dumps(answer).encode() + b"\n" + rest)


def test_rows_that_would_grow_without_measure_are_refused(monkeypatch):
    monkeypatch.setattr(frames, "_ROWS_BYTES_MAX", 100)
    head, _, rest = written(FILE).partition(b"\n")
    answer = json.loads(head)
    answer["file"]["statements"][0]["lines"]["blocks"][0]["fields"]["raw"] = [";", *[0] * 50]
    with pytest.raises(BROKEN, match="rows are too long"):
        read(json.dumps(answer).encode() + b"\n" + rest)


def test_changed_bytes_are_refused_or_give_lines_that_can_be_made():
    data, rng = written(FILE), random.Random(7)  # noqa: S311 - reproducible, not secret
    start = data.index(b"\n") + 1
    refused = 0
    for _ in range(400):
        changed = bytearray(data)
        changed[rng.randrange(start, len(data))] = rng.randrange(256)
        try:
            found = read(bytes(changed))
        except BROKEN:
            refused += 1
        else:
            assert isinstance(found, ParsedFile)
            assert len(list(found.statements[0].lines)) == 8
    assert refused
