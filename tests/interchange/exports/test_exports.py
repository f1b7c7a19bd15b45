"""The list of exports."""

import hashlib
import io

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.exports import EXPORTS, export_get
from tests.interchange.invented_books import nasty_book


def test_each_export_is_found_by_its_id():
    assert [export_get(e.id) for e in EXPORTS] == list(EXPORTS)
    assert len({e.suffix for e in EXPORTS}) == len(EXPORTS)


def test_an_unknown_export_names_those_there_are():
    with pytest.raises(InputError) as refused:
        export_get("gnucash")
    assert refused.value.code == "unknown_export"
    assert all(export.id in refused.value.hint for export in EXPORTS)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda e: e.id)
def test_entries_are_taken_one_by_one_and_the_stream_stays_open(export):
    """No format asks for an entry's length or for the entries twice."""
    book = nasty_book()
    object.__setattr__(book, "entries", iter(book.entries))
    out = io.BytesIO()
    export.write(book, out)
    assert not out.closed
    assert len(out.getvalue()) > 1000


@pytest.mark.parametrize("export", EXPORTS, ids=lambda e: e.id)
def test_books_without_entries_can_be_written(export):
    book = nasty_book()
    object.__setattr__(book, "entries", ())
    export.write(book, out := io.BytesIO())
    assert out.getvalue()


@pytest.mark.parametrize(
    ("export_id", "version", "sha256"),
    [
        (
            "beancount",
            1,
            "8aea059970f120b2a3498459548d34e504f3a2461902f196e8ff37c422933152",
        ),
        (
            "hledger",
            1,
            "e76bcfe1e13ba286f7bf2838e7ed92530c07d4ee967a4982acf0bb84e9b165c4",
        ),
    ],
)
def test_a_version_always_writes_the_same_bytes(export_id, version, sha256):
    """Archives compare their exports by this: whoever changes the bytes raises the version."""
    export = export_get(export_id)
    export.write(nasty_book(), out := io.BytesIO())
    assert (export.version, hashlib.sha256(out.getvalue()).hexdigest()) == (version, sha256)
