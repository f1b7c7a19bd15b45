"""Pages of PDF originals as pictures: drawn once, kept for a day, of PDFs only."""

import datetime as dt

import pytest
from django.utils import timezone

from ledgerflow.core.errors import AccessError, PasswordNeeded
from ledgerflow.statements import pageimage
from ledgerflow.statements.pageimage import image_path, images_sweep, page_image
from ledgerflow.statements.services import statement_file_receive
from tests.pdf_files import drawn, locked_pdf, pages_pdf


def received(books, data):
    batch = books.batch("import")
    file = statement_file_receive(business=books.business, batch=batch, name="a.pdf", data=data)
    file.format = "pdf"
    return file


def test_a_page_is_drawn_once_and_swept_after_a_day(books, monkeypatch):
    with books.scope():
        file = received(books, pages_pdf(drawn("ONE")))
        first = page_image(file, 1)
        monkeypatch.setattr(pageimage, "page_drawn", None)
        assert page_image(file, 1) == first
    path = image_path(file.firm_id, file.stored_as, 1)
    assert path.stat().st_mode & 0o077 == 0
    now = timezone.now()
    assert images_sweep(before=now - dt.timedelta(hours=24)) == 0
    assert images_sweep(before=now + dt.timedelta(minutes=1)) == 1
    assert not path.parent.exists()


def test_only_pages_of_pdfs_are_drawn_and_no_locked_ones(books):
    with books.scope():
        file = received(books, locked_pdf("ONE", user="harbor"))
        with pytest.raises(PasswordNeeded):
            page_image(file, 1)
        file.format = "csv"
        with pytest.raises(AccessError):
            page_image(file, 1)
