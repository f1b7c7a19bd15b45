"""Text that nobody sees: drawn in white where nothing but paper is behind it.

Here: which pieces of a page these are. Not here: invisible text above a picture of it, which is
what recognition has left there (pictures.py).

Statements print words such as "blank" in white into empty cells. White titles on a dark bar are
seen: a piece with a picture, a shade or a filled shape of any other colour behind it is kept.
"""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

_WHITE = 250
"""From this on, of 255, each of red, green and blue is paper."""
_COVERS = frozenset((pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING))
_FILLS = frozenset((pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP))

# without ctypes' checks of arguments: this is asked of every text of a page
_fill_of = ctypes.PYFUNCTYPE(ctypes.c_int, *[ctypes.c_void_p] * 5)(
    ctypes.cast(pdfium.FPDFPageObj_GetFillColor, ctypes.c_void_p).value or 0
)

type Box = tuple[float, float, float, float]
"""Left, bottom, right and top in the page's own space."""


def unseen(page: Any, objects: Sequence[int | None], boxes: Sequence[Box]) -> frozenset[int]:
    """The numbers of the pieces that cannot be seen.

    `page` is pdfium's handle, `objects` the address of the text object of each piece and `boxes`
    its place.
    """
    white = {o for o in _white({o for o in objects if o}) if _is_plain(o)}
    if not white:
        return frozenset()
    covers = list(_covers(page))
    return frozenset(
        at
        for at, address in enumerate(objects)
        if address in white and not any(_is_behind(c, boxes[at]) for c in covers)
    )


def _white(addresses: Iterable[int]) -> Iterator[int]:
    """Those of the objects that are filled with plain white; a pattern is none."""
    colour = (ctypes.c_uint * 4)()
    red, green, blue, alpha = range(ctypes.addressof(colour), ctypes.addressof(colour) + 16, 4)
    for address in addresses:
        if not _fill_of(address, red, green, blue, alpha) or colour[0] < _WHITE:
            continue
        if min(colour[1], colour[2]) >= _WHITE:
            yield address


def _is_plain(address: int) -> bool:
    """True for text that is filled and has no outline; what is invisible anyway is left alone."""
    handle = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    return pdfium.FPDFTextObj_GetTextRenderMode(handle) in _FILLS


def _covers(page: Any) -> Iterator[Box]:
    """The places of all that shows behind white text; of a group of objects its whole place."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        handle = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(handle)
        is_shape = kind == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(handle)
        if not (is_shape or kind in _COVERS or kind == pdfium.FPDF_PAGEOBJ_FORM):
            continue
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
            yield left.value, bottom.value, right.value, top.value


def _is_filled(handle: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
    if fill.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    return not any(_white([ctypes.addressof(handle.contents)]))


def _is_behind(cover: Box, box: Box) -> bool:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cover[0] <= across <= cover[2] and cover[1] <= up <= cover[3]
