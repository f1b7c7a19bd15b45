"""What is kept of a reading can be written as JSON and holds no account number."""

import json
from decimal import Decimal

from ledgerflow.statements.outcome import FAULTS_SHOWN, outcome_to_dict, proof_to_dict
from ledgerflow.statements.parsed import Fault, ParsedFile
from ledgerflow.statements.proof import prove
from tests.published import parsed

ROWS = [("2025-01-14", "-4.00", "COFFEE"), ("2025-01-15", "-6.00", "TEA")]


def outcome(file):
    return outcome_to_dict(file, [prove(s, file.errors) for s in file.statements])


def test_a_proof_is_told_with_its_figures_as_text():
    (statement,) = parsed(ROWS, opening="100", closing="91").statements
    told = proof_to_dict(prove(statement))
    assert (told["verdict"], told["gap"]) == ("not_proved", "1.00")
    assert told["checks"][0]["printed"] == "91"
    assert json.loads(json.dumps(told)) == told


def test_a_statement_is_told_by_its_sum_and_the_last_digits_of_its_account():
    file = parsed(ROWS, opening="100", closing="90", number="40293311775512", currency="USD")
    told = outcome(file)
    (statement,) = told["statements"]
    assert (statement["sum"], statement["line_count"]) == ("-10.00", 2)
    assert statement["account_id"] == "5512"
    assert statement["proof"]["verdict"] == "proved"
    assert "lines" not in statement
    assert "40293311775512" not in json.dumps(told)
    assert Decimal(statement["closing"]["amount"]) == 90


def test_of_many_faults_the_first_are_kept_and_all_are_counted():
    fault = Fault("bad_amount", "no amount", "look", line=3)
    told = outcome(ParsedFile("invented", (), (fault,) * (FAULTS_SHOWN + 5)))
    assert (len(told["faults"]), told["fault_count"]) == (FAULTS_SHOWN, FAULTS_SHOWN + 5)
