"""Pictures of pages are recognised with the places of their words; other processes are told."""

from types import SimpleNamespace

import numpy
import pypdfium2
import pytest

from ledgerflow.statements.pdf import scanned
from ledgerflow.statements.pdf.scanned import NeedsRecognition, Recognition
from tests.pdf_files import drawn, pages_pdf, scan_of

ROWS = (
    drawn("Opening balance", x=60, y=160, size=9) + drawn("1,204.17", x=240, y=160, size=9)
    + drawn("05 Mar CARD HARBOR CAFE", x=60, y=140, size=9) + drawn("12.50", x=252, y=140, size=9)
    + drawn("Closing balance", x=60, y=120, size=9) + drawn("1,191.67", x=240, y=120, size=9)
)  # fmt: skip
SMALL = "0 0 320 200"


@pytest.fixture(scope="module")
def recognition():
    return Recognition()


def read(recognition: Recognition, data: bytes) -> scanned.Recognised:
    with pypdfium2.PdfDocument(data) as document:
        return recognition.recognise(document[0])


def test_a_scan_gives_the_words_of_the_page_it_was_made_of(recognition):
    seen = read(recognition, scan_of(pages_pdf(ROWS, box=SMALL), dpi=150))
    words = sorted(seen.words, key=lambda w: (round(w.bottom / 6), w.left))
    assert [w.text for w in words] == [
        "Opening", "balance", "1,204.17", "05", "Mar", "CARD", "HARBOR", "CAFE", "12.50",
        "Closing", "balance", "1,191.67",
    ]  # fmt: skip
    amount = words[8]
    assert (seen.width, seen.height) == (320, 200)
    assert abs(amount.left - 252) < 4
    assert amount.top < 200 - 140 < amount.bottom + 3


def test_a_scan_that_lies_on_its_side_is_read_upright(recognition):
    seen = read(recognition, scan_of(pages_pdf(ROWS, box=SMALL), dpi=150, turns=1))
    assert {"1,204.17", "12.50", "1,191.67"} <= {w.text for w in seen.words}
    assert (seen.width, seen.height) == (320, 200)


class Engine:
    """Stands for the models: every picture shows this one line."""

    def __init__(self, text: str, score: float, tokens: tuple = ()) -> None:
        box = numpy.array([[10.0, 20.0], [110.0, 20.0], [110.0, 30.0], [10.0, 30.0]])
        self.found = SimpleNamespace(
            boxes=numpy.array([box]), txts=(text,), scores=(score,), word_results=(tokens,)
        )

    def __call__(self, image: object, **_: object) -> SimpleNamespace:
        return self.found


def with_engine(engine: Engine) -> scanned.Recognised:
    recognition = Recognition()
    recognition._engine = engine
    return read(recognition, pages_pdf(b"", box="0 0 72 72"))


def test_a_figure_that_was_hard_to_recognise_is_unsure_and_a_word_is_not():
    assert [w.text for w in with_engine(Engine("12.50", 0.6)).unsure] == ["12.50"]
    assert with_engine(Engine("12.50", 0.97)).unsure == ()
    assert with_engine(Engine("CAFE", 0.6)).unsure == ()


def test_words_without_places_of_their_own_share_the_place_of_their_line():
    first, second = with_engine(Engine("ab cdefg", 0.9)).words
    point = 72 / 200
    assert (first.left, second.right) == pytest.approx((10 * point, 110 * point))
    assert first.right == pytest.approx((10 + 100 * 2 / 8) * point)
    assert second.left == pytest.approx((10 + 100 * 3 / 8) * point)


def test_a_picture_without_text_has_no_words():
    engine = Engine("", 0.0)
    engine.found.boxes = None
    assert with_engine(engine).words == ()


def test_a_process_without_room_leaves_it_to_another():
    recognition = Recognition()
    assert recognition.expect(3)
    recognition.leave_to_another()
    with pytest.raises(NeedsRecognition) as need:
        recognition.expect(3)
    assert need.value.pages == 3


def test_without_the_extra_nothing_is_recognised(monkeypatch):
    monkeypatch.setattr(scanned, "find_spec", lambda name: None)
    assert not Recognition().expect(1)
