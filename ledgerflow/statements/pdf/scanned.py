"""The words of a page that is a picture, recognised by RapidOCR where that extra is installed.

Here: page -> picture -> words with places, and which process does it. Not here: which pages need
it (opening.py). Nothing is downloaded: the models lie in the packages. What looks alike (l and 1,
O and 0) is not mended here: the statement's arithmetic judges it.

The child that reads files has no room for the models. It stops with NeedsRecognition; a second
child with more room loads them before it is locked, and reads the file.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from ledgerflow.statements.pdf.page import Word

POINTS_AN_INCH = 72
DPI = 200
PIXELS_MAX = 12_000_000
"""Larger pages are drawn coarser: a picture of this size is an A3 page."""
DETECT_SIDE = 1280
"""Text is looked for on a picture scaled to this many pixels, and recognised on the full one."""
UNSURE_BELOW = 0.8
"""Figures recognised with less certainty (0 to 1) are told to the person."""
UPRIGHT_FROM = 0.85
"""Where the mean certainty is lower, the page may lie on its head: it is read turned as well."""

_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 10_000,
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECT_SIDE,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class NeedsRecognition(Exception):
    """The file has pages that only the child with the models can read."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a picture in points of the page as it is seen; `unsure` are some of them."""

    words: tuple[Word, ...]
    width: float
    height: float
    unsure: tuple[Word, ...]


class Recognition:
    """The models of this process: loaded when first needed, or left to another process."""

    def __init__(self) -> None:
        self._engine: Any = None
        self._is_elsewhere = False
        self._turns = 0

    def leave_to_another(self) -> None:
        """From now on a page that needs recognition raises NeedsRecognition."""
        self._is_elsewhere = True

    def expect(self, pages: int) -> bool:
        """Whether so many pages can be recognised; raises NeedsRecognition where not here."""
        if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
            return False
        if self._is_elsewhere:
            raise NeedsRecognition(pages)
        return True

    def load(self) -> None:
        """Load all that reading a page needs, so that nothing is opened or started later."""
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        import cv2
        import numpy
        from rapidocr import RapidOCR

        cv2.setNumThreads(0)
        logging.disable(logging.CRITICAL)  # what is recognised is bank data
        self._engine = RapidOCR(params=_SETTINGS)
        sample = numpy.full((64, 256), 255, numpy.uint8)
        cv2.putText(sample, "100.00", (20, 45), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 2)
        self._read(sample)

    def recognise(self, page: Any) -> Recognised:
        """Draw an open page (pypdfium2's PdfPage) and recognise its words."""
        if self._engine is None:
            self.load()
        width, height = page.get_size()
        scale = min(DPI / POINTS_AN_INCH, (PIXELS_MAX / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, draw_annots=False)
        image = bitmap.to_numpy()
        found, turns = self._upright(image)
        if turns % 2:
            width, height = height, width
        words = list(_words(found, 1 / scale))
        unsure = tuple(word for word, certainty in words if _is_unsure(word.text, certainty))
        return Recognised(tuple(word for word, _ in words), width, height, unsure)

    def _read(self, image: Any) -> Any:
        return self._engine(image, use_det=True, use_cls=False, use_rec=True, return_word_box=True)

    def _upright(self, image: Any) -> tuple[Any, int]:
        """What is read on the picture, and by how many quarter turns it was turned for that.

        The pages of a file mostly lie alike, so the turns of the last page are tried first.
        """
        found = self._read(_turned(image, self._turns))
        if _quality(found) < UPRIGHT_FROM:
            height, width = image.shape
            middle = image[height // 4 : -height // 4, width // 4 : -width // 4]
            qualities = [_quality(self._read(_turned(middle, turns))) for turns in range(4)]
            best = qualities.index(max(qualities))
            if best != self._turns and qualities[best] > qualities[self._turns]:
                self._turns = best
                found = self._read(_turned(image, best))
        return found, self._turns


def _turned(image: Any, turns: int) -> Any:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(image, -turns))


def _quality(found: Any) -> float:
    """Mean certainty of what was read, longer texts counting more; 0 where it lies on its side."""
    if found.boxes is None or _is_sideways(found):
        return 0.0
    letters = sum(len(text) for text in found.txts)
    return sum(len(t) * float(s) for t, s in zip(found.txts, found.scores, strict=True)) / letters


def _is_sideways(found: Any) -> bool:
    """Whether most texts are higher than wide."""
    high = 0
    for box, text in zip(found.boxes, found.txts, strict=True):
        across, down = box[:, 0].max() - box[:, 0].min(), box[:, 1].max() - box[:, 1].min()
        high += 1 if down > across and len(text) > 1 else -1
    return high > 0


def _words(found: Any, points: float) -> Iterator[tuple[Word, float]]:
    """(word, certainty); a pixel is `points` wide."""
    if found.boxes is None:
        return
    for box, text, score, tokens in zip(
        found.boxes, found.txts, found.scores, found.word_results, strict=True
    ):
        left, top, right, bottom = (
            float(box[:, 0].min()) * points,
            float(box[:, 1].min()) * points,
            float(box[:, 0].max()) * points,
            float(box[:, 1].max()) * points,
        )
        parts = text.split()
        if [token[0] for token in tokens] == parts:
            lefts = [float(token[2][0][0]) * points for token in tokens]
            rights = [float(token[2][1][0]) * points for token in tokens]
            scores = [float(token[1]) for token in tokens]
        else:
            lefts, rights = _estimated(text, left, right)
            scores = [float(score)] * len(parts)
        lefts[0], rights[-1] = left, right
        for part, begin, end, certainty in zip(parts, lefts, rights, scores, strict=True):
            yield Word(part, begin, top, end, bottom), certainty


def _estimated(text: str, left: float, right: float) -> tuple[list[float], list[float]]:
    """Where the words of a text begin and end, if all its letters are equally wide."""
    wide = (right - left) / max(len(text), 1)
    lefts, rights, at = [], [], 0
    for part in text.split():
        at = text.index(part, at)
        lefts.append(left + at * wide)
        at += len(part)
        rights.append(left + at * wide)
    return lefts, rights


def _is_unsure(text: str, certainty: float) -> bool:
    return certainty < UNSURE_BELOW and any(c.isdigit() for c in text)


recognition = Recognition()
"""This process's own."""
