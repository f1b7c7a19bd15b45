"""No model hears how a business or one of its people is called."""

import pytest

from ledgerflow.classification.asking.ownnames import OwnNames

OWN = OwnNames("Harbor Street Studio", ["Jane Doe", "Max von Muster", "Cher", ""])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("3030 Owner draw - Jane Doe (equity)", "3030 Owner draw - [name] (equity)"),
        ("JANE Q. DOE, Capital", "[name], Capital"),
        ("Due to DOE, JANE", "Due to [name]"),
        ("Max von Muster's pottery", "[name]'s pottery"),
        ("Harbor Street Studio and jane doe", "[business] and [name]"),
        ("Janet Doering", "Janet Doering"),
        ("CHER TICKETS", "CHER TICKETS"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, left: str) -> None:
    assert OWN.out_of(text) == left


def test_every_text_of_a_value_is_looked_through() -> None:
    value = {"a": ["Jane Doe", 3, None], "b": ({"c": "by Jane Doe"},)}
    assert OWN.out_of(value) == {"a": ["[name]", 3, None], "b": [{"c": "by [name]"}]}


def test_a_business_without_persons_has_its_own_name() -> None:
    assert OwnNames("Harbor Street Studio", []).out_of("Harbor Street Studio") == "[business]"
