"""A file that is not taken in is read again to be looked at, repairs included."""

import pytest

from ledgerflow.core.errors import OutsideError
from ledgerflow.pipeline.intake import Upload
from ledgerflow.pipeline.services import statements_import
from ledgerflow.pipeline.showing import file_as_read
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.storage import path_of
from tests.published import checking
from tests.web.conftest import JANUARY


def test_its_lines_are_those_that_would_be_proved(books):
    with books.scope():
        checking(books)
    misread = JANUARY.replace(b"CLIENT,500.00", b"CLIENT,300.00")
    uploads = [Upload("misread.csv", misread)]
    statements_import(books.place, uploads, account="Checking", user_id=books.user.pk)
    with books.scope():
        file = StatementFile.objects.get()
    assert file.state == "not_proved"
    parsed = file_as_read(books.place, file)
    assert [line.row for line in parsed.statements[0].lines] == [2, 3, 4, 5]
    path_of(file.firm_id, file.stored_as).unlink()
    with pytest.raises(OutsideError):
        file_as_read(books.place, file)
