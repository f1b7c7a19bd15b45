"""Parts of a split and tags, as typed and as kept."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ledgerflow.classification.facts import SplitShare
from ledgerflow.classification.sharetext import (
    TypedShare,
    share_read,
    shares_from_json,
    shares_to_json,
    tags_read,
)
from ledgerflow.core.errors import InputError


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("6110=60%", TypedShare("6110", percent=Decimal(60))),
        (" 6110 = 62.5 % ", TypedShare("6110", percent=Decimal("62.5"))),
        ("supplies=12.50", TypedShare("supplies", amount=Decimal("12.50"))),
        ("Owner's draw=REST", TypedShare("Owner's draw")),
        ("a=b=5", TypedShare("a=b", amount=Decimal(5))),
    ],
)
def test_a_part_is_read_as_typed(text: str, share: TypedShare) -> None:
    assert share_read(text) == share
    assert share.to(7) == SplitShare(7, share.percent, "", share.amount)


@pytest.mark.parametrize(
    "text", ["6110", "=60%", "6110=", "6110=%", "6110=much", "6110=NaN", "6110=1e30", "6110=1,5"]
)
def test_what_is_no_part_says_how_to_write_one(text: str) -> None:
    with pytest.raises(InputError, match="no part of a split") as caught:
        share_read(text)
    assert "ACCOUNT=60%" in caught.value.hint


def test_parts_survive_json_to_the_last_digit() -> None:
    shares = (
        SplitShare(1, Decimal("33.3333"), "tools"),
        SplitShare(2, amount=Decimal("12.5000")),
        SplitShare(3),
    )
    assert shares_from_json(json.loads(json.dumps(shares_to_json(shares)))) == shares


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("6110", "no part"),
        (["6110"], "no part"),
        ([{"percent": "50"}], "names no account"),
        ([{"account_id": True}], "names no account"),
        ([{"account_id": 1, "percent": "half"}], "no part"),
    ],
)
def test_rows_of_another_shape_are_refused(rows: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        shares_from_json(rows)


def test_tags_are_lower_case_once_and_in_order() -> None:
    assert tags_read([" Van ", "van", "Job  12", ""]) == ("van", "job 12")


@pytest.mark.parametrize(
    ("tags", "says"), [(["x" * 41], "too long"), ([f"t{n}" for n in range(11)], "11 tags")]
)
def test_too_many_or_too_long_tags_are_refused(tags: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        tags_read(tags)
