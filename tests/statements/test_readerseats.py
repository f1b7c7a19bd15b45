"""Only so many children read for visitors at once; the next one is told to come back."""

import pytest

from ledgerflow.core.errors import LimitError, UnreadableFile
from ledgerflow.statements import readerseats
from ledgerflow.statements.glances import page_drawn
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.readerseats import reader_seat

NO_PDF = SourceFile("a.pdf", b"%PDF-1.4\nno more")


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(readerseats, "WAIT_S", 0.0)


def test_the_third_reader_is_told_when_to_come_back(monkeypatch):
    monkeypatch.setattr(readerseats, "WAIT_S", 0.01)
    with reader_seat(), reader_seat(), pytest.raises(LimitError) as caught, reader_seat():
        pass
    assert (caught.value.code, caught.value.status) == ("readers_busy", 429)
    assert "retry_after" in caught.value.extra


def test_a_seat_is_free_again_also_after_a_fault():
    for _ in range(readerseats.SEATS + 1):
        with pytest.raises(UnreadableFile), reader_seat():
            raise UnreadableFile("a.pdf is broken.")


def test_a_glance_takes_a_seat():
    with reader_seat(), reader_seat(), pytest.raises(LimitError):
        page_drawn(NO_PDF, 1, 400)
    with pytest.raises(UnreadableFile):
        page_drawn(NO_PDF, 1, 400)
