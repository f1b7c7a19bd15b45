"""What all readers' faults have in common: their place, and a limit that keeps errors."""

from ledgerflow.statements.formats import ofx_faults
from ledgerflow.statements.formats.faults import AT_BANK, FAULTS_MAX, Wording, capped
from ledgerflow.statements.formats.ofx_tree import Aggregate

ROW = Aggregate("STMTTRN", 7, {"NAME": "Café"})


def test_errors_are_kept_first_where_there_are_too_many_faults() -> None:
    notes = [ofx_faults.note("n", "x", "y")] * FAULTS_MAX
    found = capped([*notes, ofx_faults.truncated(3)], "ofx_more_faults")
    assert len(found) == FAULTS_MAX + 1
    assert found[0].code == "ofx_truncated"
    assert found[-1].code == "ofx_more_faults"
    assert found[-1].message.startswith("1 more")
    assert capped(notes[:2], "ofx_more_faults") == tuple(notes[:2])


def test_faults_that_were_only_counted_are_told_too() -> None:
    notes = [ofx_faults.note("n", "x", "y")] * FAULTS_MAX
    assert capped(notes, "x_more", "Try again.", total=FAULTS_MAX) == tuple(notes)
    last = capped(notes, "x_more", "Try again.", total=FAULTS_MAX + 2_500)[-1]
    assert (last.message, last.hint) == ("2,500 more faults are not listed.", "Try again.")


def test_a_fault_shows_its_piece_and_has_a_remedy_unless_it_brings_its_own() -> None:
    about = Wording[Aggregate](lambda row: row.fields["NAME"])
    found = about(ROW, "ofx_bad_name", "NAME", "the name is odd")
    assert (found.code, found.line, found.excerpt) == ("ofx_bad_name", 7, "Café")
    assert (found.message, found.hint) == ("Line 7: the name is odd.", AT_BANK)
    assert about(ROW, "x", "NAME", "it is odd", "Ask.", "note").hint == "Ask."
