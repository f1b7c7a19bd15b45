"""A file that is not taken in, read again so that a person can look at its lines.

Here: one reading, as the file would be read now. Not here: judging it (stages.py), how it looks.
"""

from ledgerflow.firms.access import Place, working_in
from ledgerflow.statements.amending import amend_file, amendment_from_dict
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.profiles import profile_of_file
from ledgerflow.statements.readerseats import reader_seat
from ledgerflow.statements.storage import original_load


def file_as_read(place: Place, file: StatementFile) -> ParsedFile:
    """What the file says with its account's reading and the repairs that people accepted.

    In a child process, up to a minute: call it outside of a transaction. Raises what the reader
    raises, OutsideError where the original is gone, LimitError where too many look at once.
    """
    with working_in(place):
        profile = profile_of_file(file)
    data = original_load(file.firm_id, file.stored_as, file.sha256)
    with reader_seat():
        parsed = read_contained(SourceFile(file.name, data, profile))
    return amend_file(parsed, [amendment_from_dict(one) for one in file.repairs])
