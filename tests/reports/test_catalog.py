"""The list of reports."""

from typing import get_args

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.reports.catalog import REPORTS, report_get
from ledgerflow.reports.spec import Needs
from ledgerflow.reports.trial_balance import build_trial_balance


def test_reports_are_found_by_id_and_ids_are_unique() -> None:
    assert report_get("trial_balance").builder is build_trial_balance
    assert len({kind.id for kind in REPORTS}) == len(REPORTS)


def test_every_report_says_what_it_is_for_and_what_it_needs() -> None:
    for kind in REPORTS:
        assert kind.title
        assert kind.description.endswith(".")
        assert kind.needs in get_args(Needs.__value__)


def test_an_unknown_report_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match='no report called "horoscope"') as caught:
        report_get("horoscope")
    assert "profit_and_loss" in caught.value.hint
