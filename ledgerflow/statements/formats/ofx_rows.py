"""Plain transactions taken out of OFX text in one step each; everything else stays text.

Here: a fast way for rows that hold nothing but single values, once each. It must never read
a row otherwise than ofx_tokens.py and ofx_tree.py would: what is not plain is left to them.
"""

import re
from collections.abc import Iterator

from ledgerflow.statements.formats.ofx_tokens import clean

Segment = tuple[str, dict[str, str] | None, int]
"""(text to be cut into tokens, the values of the plain row after it or None, line of either)."""

_ROW = re.compile(
    r"<STMTTRN>\s*+((?:<(TRNTYPE|DTPOSTED|DTUSER|DTAVAIL|TRNAMT|FITID|CHECKNUM|REFNUM|NAME|MEMO"
    r"|SIC|SRVRTID|PAYEEID)>[^<]*+(?:</\2>\s*+)?+)++)</STMTTRN>"
)
_VALUE = re.compile(r"<([A-Z]++)>([^<]*+)")


def segments(text: str) -> Iterator[Segment]:
    """Cut scrubbed text into plain rows and what lies between them, in order, with lines."""
    done, line = 0, 1
    for match in _ROW.finditer(text):
        block = match[1]
        pairs = _VALUE.findall(block)
        values = {name: value.strip() for name, value in pairs}
        # entities, line ends and tabs are rare: one look at the whole row tells
        if "&" in block or not "".join(values.values()).isprintable():
            values = {name: clean(value) for name, value in values.items()}
        if len(values) != len(pairs):
            continue
        start = match.start()
        before = text[done:start]
        here = line + before.count("\n")
        if before and not before.isspace():
            yield before, None, line
        yield "", values, here
        done = match.end()
        line = here + text.count("\n", start, done)
    if done < len(text):
        yield text[done:], None, line
