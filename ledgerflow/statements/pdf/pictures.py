"""Which pages show their text as a picture: scans, and letters drawn as shapes.

Here: what stands on a page beside its text. Not here: recognising it (scanned.py).
"""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from ledgerflow.statements.pdf.text import TextLayer, seen_box

WORDS_ENOUGH = 100
"""A page with so many words carries its text; pictures on it are not looked for."""
WORDS_FEW = 15
SHARE_WITHOUT_TEXT = 0.15
"""On a page with few words a picture of this share of its area may be all of its text."""
SHARE_BESIDE_TEXT = 0.4
"""On a page with some words (a letter head) a picture must be as large as this."""
WORDS_ON_PICTURE = 5
"""With more words upon it, a picture is a background."""
SHAPES_MANY = 300
"""So many shapes on a page without words are letters drawn as outlines."""
INK = 24
"""Shades (of 256) that ink differs from paper; noise of a scanned blank sheet differs less."""

_BLANK_SCALE = 0.5
_PATH, _IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_DEPTH_MAX = 6


def shows_text_as_picture(page: Any, layer: TextLayer) -> bool:
    """Whether what an open page has to say is more likely on its pictures than in its text."""
    count = len(layer.words)
    if count >= WORDS_ENOUGH:
        return False
    shapes = 0
    needed = SHARE_WITHOUT_TEXT if count < WORDS_FEW else SHARE_BESIDE_TEXT
    for item in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(item)
        shapes += kind == _PATH
        if kind == _IMAGE or (kind == _FORM and _has_image(item)):
            left, top, right, bottom = seen_box(_bounds(item), layer)
            share = max(right - left, 0) * max(bottom - top, 0) / (layer.width * layer.height)
            upon = sum(
                2 * left < w.left + w.right < 2 * right and 2 * top < w.top + w.bottom < 2 * bottom
                for w in layer.words
            )
            if share >= needed and upon <= WORDS_ON_PICTURE:
                return True
    return count < WORDS_FEW and shapes >= SHAPES_MANY


def object_count(page: Any) -> int:
    """How many things are drawn on an open page, groups counted once."""
    return max(int(pdfium.FPDFPage_CountObjects(page.raw)), 0)


def is_blank(page: Any) -> bool:
    """Whether an open page, once drawn, shows nothing: a white sheet, or a damaged picture."""
    bitmap = page.render(scale=_BLANK_SCALE, grayscale=True, draw_annots=False)
    width, stride = bitmap.width, bitmap.stride
    pixels = bytes(bitmap.buffer)
    bitmap.close()
    rows = [pixels[at : at + width] for at in range(0, len(pixels), stride)]
    return max(map(max, rows)) - min(map(min, rows)) < INK


def _objects(page: Any) -> Iterator[Any]:
    for index in range(object_count(page)):
        yield pdfium.FPDFPage_GetObject(page.raw, index)


def _has_image(form: Any, depth: int = 1) -> bool:
    """Whether a group of objects holds an image, itself or in a group within."""
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _IMAGE:
            return True
        if kind == _FORM and depth < _DEPTH_MAX and _has_image(item, depth + 1):
            return True
    return False


def _bounds(item: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the page's own space; nothing where it has none."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top
