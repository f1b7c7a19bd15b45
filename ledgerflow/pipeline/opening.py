"""Opening a business: its books, chart and profile, as one call.

Here: what follows from the chart (currency, tax regime). Not here: the writes
(ledger/services.py).
"""

from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place, operator_place_by_id
from ledgerflow.firms.models import Business
from ledgerflow.ledger.charts import chart_get
from ledgerflow.ledger.services import business_open

CURRENCIES = {"US": "USD", "GB": "GBP"}
REGIMES = {"US": Business.TaxRegime.US_SCHEDULE_C, "GB": Business.TaxRegime.UK_SELF_EMPLOYMENT}
DEFAULT_CURRENCY = "USD"


def books_open(
    *,
    firm_id: int,
    name: str,
    chart: str,
    currency: str = "",
    industry: str = "",
    tax_regime: str = "",
    user_id: int | None = None,
) -> Place:
    """Open a business in a firm. `currency` and `tax_regime` follow the chart's country where "".

    Raises InputError for an unknown chart, name or currency, ConflictError when the name is taken.
    """
    country = chart_get(chart).country
    with firm_scope(firm_id, user_id):
        business = business_open(
            firm_id=firm_id,
            name=name,
            chart=chart,
            base_currency=currency.upper() or CURRENCIES.get(country, DEFAULT_CURRENCY),
            tax_regime=tax_regime or REGIMES.get(country, Business.TaxRegime.NONE),
            industry=industry[:80],
        )
    return operator_place_by_id(firm_id, business.pk)
