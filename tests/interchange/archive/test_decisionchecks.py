"""Splits, exclusions and their undoing in an archive, and what is wrong with changed ones."""

import pytest

from ledgerflow.interchange.archive.verify import archive_verify
from ledgerflow.interchange.exporting import archive_write
from ledgerflow.review.services import decision_undo
from tests.interchange.archive.tampered import Apart, members_of
from tests.published import publish
from tests.review.test_services import exclude, split

LINES = [
    ("2025-01-03", "-86.10", "TIMBER YARD"),
    ("2025-01-14", "-4.00", "COFFEE BAR"),
    ("2025-01-15", "-9.00", "TEA BAR"),
]
_made = {}


@pytest.fixture
def archive(request, db, tmp_path):
    """A split, a tagged exclusion, and an exclusion that was undone; made once for all tests."""
    path = tmp_path / "archive.zip"
    if "bytes" in _made:
        path.write_bytes(_made["bytes"])
        return path
    books = request.getfixturevalue("make_books")("Harbor Studio")
    with books.scope():
        publish(books, LINES)
        split(books, "TIMBER YARD", ("supplies", 60), ("owner_draw",))
        exclude(books, "COFFEE BAR", tags=("private",))
        gone = exclude(books, "TEA BAR")
        decision_undo(decision=gone, batch=books.batch("undo"), reason="ours after all")
    archive_write(place=books.place, user_id=books.user.pk, path=path)
    _made["bytes"] = path.read_bytes()
    return path


def said(path):
    return " / ".join(f"{f.place}: {f.message}" for f in archive_verify(path).faults)


def test_decisions_and_parts_are_in_it_and_hold(archive):
    verdict = archive_verify(archive)
    assert verdict.faults == ()
    assert (verdict.counts["decision"], verdict.counts["part"]) == (4, 2)
    rows = Apart(members_of(archive)).decisions
    kinds = [(row["kind"], row["entry_id"] is None, row["tags"]) for row in rows[:4]]
    assert kinds == [
        ("split", False, []),
        ("exclude", True, ["private"]),
        ("exclude", True, []),
        ("undo", True, []),
    ]
    assert [(row["amount"], row["percent"]) for row in rows[4:]] == [
        ("-51.6600", "60.0000"),
        ("-34.4400", None),
    ]


def part_changed(rows):
    rows[4]["amount"] = "-51.6700"


def part_left_out(rows):
    del rows[4]


def part_of_another_decision(rows):
    rows[4]["decision_id"] = rows[1]["id"]


def split_made_a_category(rows):
    rows[0]["kind"] = "category"


def exclusion_with_an_entry(rows):
    rows[1]["entry_id"] = rows[0]["entry_id"]


def category_without_an_entry(rows):
    rows[1]["kind"] = "category"


def undo_without_an_entry(rows):
    rows[2]["kind"], rows[2]["entry_id"] = "category", rows[0]["entry_id"]


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (part_changed, "its 2 parts come to -86.1100, not to the transaction"),
        (part_left_out, "its 1 parts come to -34.4400"),
        (part_of_another_decision, "is no split of this archive"),
        (split_made_a_category, "is no split of this archive"),
        (exclusion_with_an_entry, "but is of kind exclude"),
        (category_without_an_entry, "it has no entry, but is of kind category"),
        (undo_without_an_entry, "it has no entry, but is of kind undo"),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_a_changed_decision_is_found(archive, tamper, found):
    apart = Apart(members_of(archive)).unsealed()
    tamper(apart.decisions)
    apart.write(archive)
    assert found in said(archive)
