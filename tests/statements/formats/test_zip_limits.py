"""A zip is opened within limits, whatever it says of itself."""

import io
import zipfile

import pytest

from ledgerflow.core.errors import UnreadableFile
from ledgerflow.statements.formats.zip_limits import MEMBERS_MAX, RATIO_FROM, members_of, unpacked


def archive(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return zipfile.ZipFile(data)


def test_too_many_members_are_refused():
    wanted = pytest.raises(UnreadableFile, match="has 2,001 members, more than 2,000")
    with archive(**{f"m{n}": b"" for n in range(MEMBERS_MAX + 1)}) as full, wanted:
        members_of(full, UnreadableFile)


def test_a_member_that_packs_too_well_is_refused_before_it_is_unpacked_whole():
    taken = []
    wanted = pytest.raises(UnreadableFile, match="packs bomb more than 100:1")
    with archive(bomb=bytes(20 * RATIO_FROM)) as made, wanted:
        [bomb] = members_of(made, UnreadableFile)
        taken.extend(len(piece) for piece in unpacked(made, bomb, "bomb", UnreadableFile))
    assert sum(taken) < 3 * RATIO_FROM


def test_no_more_is_unpacked_than_asked_for():
    with archive(text=b"statement" * 100) as made:
        [member] = members_of(made, UnreadableFile)
        assert b"".join(unpacked(made, member, "text", UnreadableFile, 12)) == b"statementsta"
