"""Rows of a text original, for a person to look at."""

from ledgerflow.statements.originaltext import ROW_MAX, ROWS_EACH, original_rows, rows_of
from ledgerflow.statements.services import statement_file_receive
from ledgerflow.statements.storage import path_of


def test_each_row_reaches_to_the_next_and_never_far():
    data = b"one\ntwo\r\nthree\rfour\n" + b"x\n" * 50
    assert rows_of(data, [1, 3]) == {1: "one\ntwo", 3: "three\nfour\n" + "x\n" * 9 + "x"}
    assert rows_of(data, [2, 40])[2].count("\n") == ROWS_EACH - 1


def test_encodings_are_shown_and_never_refused():
    assert rows_of("Müller".encode("cp1252"), [1]) == {1: "Müller"}
    assert rows_of("Müller".encode("utf-16"), [1]) == {1: "Müller"}
    assert rows_of("\ufeffMüller".encode(), [1]) == {1: "Müller"}


def test_what_is_no_text_or_has_no_such_row_has_none():
    assert rows_of(b"%PDF-1.4\n", [1]) == {}
    assert rows_of(b"one", [5]) == {}
    assert rows_of(b"y" * 900, [1]) == {1: "y" * ROW_MAX}


def test_an_original_that_is_gone_costs_only_its_text(books):
    with books.scope():
        batch = books.batch("import")
        file = statement_file_receive(
            business=books.business, batch=batch, name="a.ofx", data=b"<A>\n<B>\n"
        )
        assert original_rows(file, [2]) == {2: "<B>"}
        assert original_rows(file, [0]) == {}
        path_of(file.firm_id, file.stored_as).unlink()
        assert original_rows(file, [2]) == {}
