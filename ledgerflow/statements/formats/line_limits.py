"""Lines of a length that no export has, found before anything is made of them.

Here: the limit of a text file's physical lines. Not here: what a line means.
"""

from ledgerflow.core.errors import UnreadableFile

LINE_MAX = 20_000
_WINDOW = LINE_MAX // 2


def refuse_endless_lines(data: bytes) -> None:
    """Raise UnreadableFile where a line has more than LINE_MAX bytes.

    Of shorter lines, those of more than half of it may be refused as well: only every
    half of the limit is looked at, so that a file of usual lines costs next to nothing.
    """
    for start in range(0, len(data) - _WINDOW + 1, _WINDOW):
        stop = start + _WINDOW
        if data.find(b"\n", start, stop) < 0 and data.find(b"\r", start, stop) < 0:
            number = data.count(b"\n", 0, start) + 1
            raise UnreadableFile(
                f"Line {number} has more than {_WINDOW:,} bytes; no bank's export has such lines.",
                code="csv_endless_line",
                hint="The file is damaged or no table: download it again from the bank.",
                extra={"line": number},
            )
