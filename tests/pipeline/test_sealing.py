"""Every firm is sealed in turn; one that stops keeps no other waiting and is told."""

import logging

import pytest

from ledgerflow.ledger.sealing import seal_newest
from ledgerflow.pipeline.sealing import firm_seal, firms_seal
from ledgerflow.pipeline.tasks import seals_make
from tests.pipeline.test_verify import ENTRIES

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_job_seals_all_firms_and_names_no_entry_in_the_log(quarter, make_books, damage, caplog):
    other = make_books()
    damage(quarter, f"UPDATE {ENTRIES} SET description = 'SECRET SHOP' WHERE number = 3", ENTRIES)
    with caplog.at_level(logging.ERROR):
        seals_make(timestamp=0)
    with other.scope():
        assert seal_newest(other.place.firm_id) is not None
    with quarter.scope():
        assert seal_newest(quarter.place.firm_id) is None
    (line,) = caplog.messages
    assert line.startswith(f"Sealing of firm {quarter.place.firm_id} stopped (changed_behind)")
    assert "Harbor" not in line


def test_a_fault_is_part_of_the_answer(quarter, damage):
    damage(quarter, f"UPDATE {ENTRIES} SET description = 'X' WHERE number = 3", ENTRIES)
    answer = firm_seal(quarter.place.firm_id)
    assert answer.newest is None
    assert answer.fault.code == "changed_behind"
    assert "entry 3 of Harbor Street Studio" in answer.fault.message
    assert "verify" in answer.fault.hint


def test_sealing_twice_makes_nothing_new(quarter):
    firms_seal()
    first = firm_seal(quarter.place.firm_id)
    assert first.made.seals == 0
    assert (first.firm_name, first.newest.sequence) == ("Invented Practice 0", 1)
