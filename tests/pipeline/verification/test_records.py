"""How a check says what it compared."""

from ledgerflow.pipeline.verification.records import VerifyReport, check_of


def test_a_check_that_holds_says_how_many_it_compared() -> None:
    check = check_of("sums", "Sums agree", "1,200 statements", [])
    assert check.ok
    assert check.message == "Sums agree: 1,200 statements compared, all hold."


def test_much_damage_is_counted_and_not_listed_in_full() -> None:
    check = check_of("sums", "Sums agree", "90 statements", [f"statement {i}" for i in range(45)])
    assert not check.ok
    assert check.message == "Sums agree: 90 statements compared, 45 broken."
    assert len(check.details) == 21
    assert check.details[-1] == "and 25 more"


def test_one_broken_check_makes_the_report_broken() -> None:
    good, bad = check_of("a", "A", "1 row", []), check_of("b", "B", "1 row", ["row 1"])
    assert VerifyReport((good,)).ok
    assert not VerifyReport((good, bad)).ok
    assert VerifyReport((good, bad)).failed == (bad,)
