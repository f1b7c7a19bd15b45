"""A verdict in words."""

from ledgerflow.interchange.archive.faults import ArchiveFault
from ledgerflow.interchange.archive.telling import verdict_lines
from ledgerflow.interchange.archive.verify import Verdict


def test_a_verdict_that_holds_says_what_was_checked():
    verdict = Verdict((), business="Studio", made_at="2026-01-01", counts={"entries": 12345})
    text = "\n".join(verdict_lines(verdict))
    assert "The archive of Studio, made at 2026-01-01." in text
    assert "12,345 entries" in text
    assert "✓ Everything" in text


def test_faults_have_their_place_and_nothing_is_said_to_hold():
    fault = ArchiveFault("entries.jsonl", "entry 3", "does not balance")
    verdict = Verdict((fault, ArchiveFault("", "", "no archive")), more_faults=1234)
    lines = list(verdict_lines(verdict))
    assert lines[:2] == ["✗ entries.jsonl, entry 3: does not balance", "✗ no archive"]
    assert lines[2] == "✗ … and 1,234 more."
    assert len(lines) == 3


def test_names_from_the_archive_cannot_reach_the_terminal():
    verdict = Verdict((ArchiveFault("\x1b]0;x\x07", "\n", "\u202e"),), business="\x9b31m")
    text = "\n".join(verdict_lines(verdict))
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
