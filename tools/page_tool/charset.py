"""Bytes of a page to text.

Here: which encoding a page says it has, in the order browsers ask: byte order mark, header, the
page's own words. Not here: reading HTML (html_text.py). A page always becomes text: what cannot be
read is replaced, and codecs that are no encodings of text are not taken.
"""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
IN_PAGE = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
PAGE_START = 2_048
ENCODINGS_OF_TEXT = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp(125\d|437|85\d|866|874|932|949|950)|koi8-[rut]|mac-\w+"
    r"|shift_jis|euc_jp|iso2022_jp|euc_kr|gb2312|gbk|gb18030|big5|tis-620|utf-16(-[lb]e)?"
)
AS_BROWSERS_DO = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gbk", "iso8859-9": "cp1254"}


def decoded(body: bytes, content_type: str) -> str:
    """The page's text, by its mark, its header, its own words, else UTF-8."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    in_header = IN_HEADER.search(content_type)
    in_page = IN_PAGE.search(body[:PAGE_START])
    names = [in_header[1] if in_header else "", in_page[1].decode("ascii") if in_page else ""]
    return body.decode(next(filter(None, map(_encoding, names)), "utf-8"), "replace")


def _encoding(name: str) -> str | None:
    """Python's name of an encoding of text; None for any other codec."""
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    return AS_BROWSERS_DO.get(found, found) if ENCODINGS_OF_TEXT.fullmatch(found) else None
