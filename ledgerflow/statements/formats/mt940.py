"""The MT940 and MT942 reader: SWIFT statements and interim reports, bare or in envelopes.

Here: a file from bytes to ParsedFile, and what concerns it as a whole: whether it is complete
and whether its pages follow each other. Fields, entries and meaning are in mt940_fields.py,
mt940_entries.py and mt940_statements.py.
"""

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats import mt940_faults as faults_of
from ledgerflow.statements.formats.faults import capped
from ledgerflow.statements.formats.mt940_fields import Reader
from ledgerflow.statements.formats.mt940_statements import Page, pages_of
from ledgerflow.statements.formats.mt940_text import decode, head_text, looks_like_mt940
from ledgerflow.statements.parsed import Fault, ParsedFile, SourceFile


class Mt940Format:
    """MT940 and MT942 files."""

    id = "mt940"
    title = "MT940/MT942"

    def identify(self, head: bytes, name: str) -> bool:
        """True when the first lines are SWIFT fields such as :20: and :61:."""
        return looks_like_mt940(head_text(head))

    def read(self, file: SourceFile) -> ParsedFile:
        """Read all messages of the file with all faults.

        Raises UnreadableFile when bytes are no text or no line is a field.
        """
        decoded = decode(file.data, file.name, self.id)
        faults = list(decoded.faults)
        pages: list[Page] = []
        headers_only: list[int] = []
        is_open = False
        reader = Reader(decoded.text)
        last = None
        for message in reader.messages():
            last = message
            found = list(pages_of(message, faults))
            pages += found
            if not found:
                headers_only.append(message.line)
            is_open = message.enveloped and not message.ended
        if last is None:
            raise _no_fields(file.name)
        _check_end(pages, headers_only, is_open, reader.last_line, faults)
        _check_pages(pages, faults)
        reading = {
            "encoding": decoded.encoding,
            "messages": "interim reports" if any(p.is_interim for p in pages) else "statements",
            "date": "the value date; the entry date where the value date is no day",
            "signs": "C and RD are money in, D and RC money out",
        }
        statements = tuple(page.statement for page in pages)
        return ParsedFile(self.id, statements, capped(faults, code="mt940_more_faults"), reading)


def _check_end(
    pages: list[Page],
    headers_only: list[int],
    is_open: bool,
    last_line: int,
    faults: list[Fault],
) -> None:
    """A file must not end inside of a message, as far as that can be told."""
    if not pages:
        faults.append(faults_of.no_statement(headers_only[0]))
        return
    faults += [faults_of.header_only(line) for line in headers_only]
    if is_open:
        faults.append(faults_of.truncated(last_line, "without the end of its envelope (-})"))
    last = pages[-1]
    others_close = any(p.statement.closing for p in pages[:-1])
    if others_close and last.statement.closing is None and not last.is_interim:
        faults.append(faults_of.truncated(last_line, "in a statement without closing balance"))


def _check_pages(pages: list[Page], faults: list[Fault]) -> None:
    """Intermediate balances must follow: the end of a page is the beginning of the next."""
    before: Page | None = None
    for page in pages:
        follows = before is not None and _is_same(before, page)
        if before is not None and follows and (before.continued or page.continues):
            closing, opening = before.statement.closing, page.statement.opening
            if closing and opening and closing.amount != opening.amount:
                faults.append(
                    faults_of.page_gap(
                        page.line, page.number, str(closing.amount), str(opening.amount)
                    )
                )
        elif page.continues:
            faults.append(faults_of.pages_missing(page.line, "the page before"))
        if before is not None and before.continued and not follows:
            faults.append(faults_of.pages_missing(before.line, "the next page"))
        before = page
    if before is not None and before.continued:
        faults.append(faults_of.pages_missing(before.line, "the next page"))


def _is_same(one: Page, other: Page) -> bool:
    """True for two pages of one statement."""
    return (one.statement.account_id, one.number) == (other.statement.account_id, other.number)


def _no_fields(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: no line begins with a field such as :20: or :61:.",
        code="mt940_no_fields",
        hint="The file is damaged or no MT940: download it again from the bank.",
    )
