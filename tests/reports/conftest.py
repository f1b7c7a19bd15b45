"""One small invented business: a maker of shelves in the first quarter of 2025."""

import datetime as dt
from decimal import Decimal

import pytest

from ledgerflow.reports.inputs import AccountBalance, MonthAmount, ReportHeader
from ledgerflow.reports.spec import ReportCheck, Undecided

GOODS = "cost_of_goods_sold"


@pytest.fixture
def header() -> ReportHeader:
    """The first quarter of 2025, three bank transactions not yet decided."""
    return ReportHeader(
        business="Northgate Shelves",
        currency="USD",
        period_label="2025-Q1",
        start=dt.date(2025, 1, 1),
        end=dt.date(2025, 3, 31),
        undecided=Undecided(3, Decimal("-120.0000")),
        checks=(ReportCheck("Checking against its statement", passed=True, detail="3,000.40"),),
    )


@pytest.fixture
def balances() -> list[AccountBalance]:
    """Balanced books as the database gives them: four decimals, in no order."""
    return [
        AccountBalance(7, "6240", "Software", "expense", "", Decimal("45.0000"), 1),
        AccountBalance(1, "1010", "Checking", "asset", "", Decimal("2341.5500"), 5),
        AccountBalance(4, "4000", "Sales", "income", "sales", Decimal("-4500.0000"), 2),
        AccountBalance(
            *(5, "5100", "Purchases", "expense", "purchases", Decimal("2000.0000"), 1), GOODS
        ),
        AccountBalance(6, "6190", "Meals", "expense", "meals", Decimal("113.4500"), 1),
        AccountBalance(2, "1900", "Suspense", "asset", "suspense", Decimal("0.0000"), 2),
        AccountBalance(3, "1300", "Equipment", "asset", "equipment", Decimal(0), 0),
    ]


@pytest.fixture
def months() -> list[MonthAmount]:
    """The same income and costs by month."""
    january, february, march = (dt.date(2025, m, 1) for m in (1, 2, 3))
    sales = (4, "4000", "Sales", "income", "sales")
    return [
        MonthAmount(*sales, march, Decimal("-3000.0000"), 1),
        MonthAmount(*sales, january, Decimal("-1500.0000"), 1),
        MonthAmount(
            *(5, "5100", "Purchases", "expense", "purchases", january, Decimal("2000.0000")),
            *(1, GOODS),
        ),
        MonthAmount(6, "6190", "Meals", "expense", "meals", march, Decimal("113.4500"), 1),
        MonthAmount(7, "6240", "Software", "expense", "", february, Decimal("45.0000"), 1),
    ]
