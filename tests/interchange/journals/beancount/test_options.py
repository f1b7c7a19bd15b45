"""Options that change figures are kept, the others told."""

from decimal import Decimal

import pytest

from ledgerflow.interchange.journals.beancount.lexing import NoSyntax
from ledgerflow.interchange.journals.beancount.options import option_set
from ledgerflow.interchange.journals.beancount.records import Options
from ledgerflow.interchange.journals.faults import Faults


def test_options_are_kept():
    options, faults = Options(), Faults()
    for name, value in [
        ("name_assets", "Vermögen"), ("inferred_tolerance_default", "JPY:1"),
        ("tolerance_multiplier", "0.6"), ("infer_tolerance_from_cost", "TRUE"),
        ("booking_method", "FIFO"), ("operating_currency", "EUR"), ("render_commas", "TRUE"),
    ]:  # fmt: skip
        option_set(options, 1, name, value, faults)
    assert (options.roots["Vermögen"], "Assets" in options.roots) == ("asset", False)
    assert options.tolerances == {"JPY": Decimal(1)}
    assert (options.multiplier, options.from_cost) == (Decimal("0.6"), True)
    assert [f.code for f in faults.all()] == ["journal_option"]
    with pytest.raises(NoSyntax):
        option_set(options, 1, "tolerance_multiplier", "half", faults)
