"""The profile that is remembered."""

import json

import pytest

from ledgerflow.core.errors import InputError
from ledgerflow.statements.tables.profile import CsvProfile


def test_a_profile_survives_json() -> None:
    profile = CsvProfile(
        header_row=2, headers=("Date", "Amount"), roles=("date", "amount"), date_order="mdy"
    ).because(dates="stated")
    assert CsvProfile.from_json(json.loads(json.dumps(profile.to_json()))) == profile


@pytest.mark.parametrize(
    "wrong", [{"roles": ["dates"]}, {"decimal": ";"}, {"date_order": "ddd"}, {"header_row": -1}]
)
def test_a_wrong_field_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        CsvProfile.from_json(wrong)
    assert next(iter(wrong)) in caught.value.message
