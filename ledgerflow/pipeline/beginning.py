"""The very beginning: the first owner, the firm and its first business, all or nothing.

Here: one call for the setup page. Not here: the token (firms/setup.py), later businesses
(opening.py).
"""

from dataclasses import dataclass

from django.db import transaction

from ledgerflow.audit.services import event_record
from ledgerflow.core.scope import firm_scope
from ledgerflow.firms.access import Place
from ledgerflow.firms.models import User
from ledgerflow.firms.services import firm_create
from ledgerflow.firms.setup import first_owner_make
from ledgerflow.pipeline.opening import books_open


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the setup page asks. `currency` and `tax_regime` may be "": as the chart's country."""

    name: str
    email: str
    password: str
    firm: str
    business: str
    chart: str
    currency: str = ""
    tax_regime: str = ""

    def __repr__(self) -> str:
        """Without the password."""
        return f"Beginning({self.firm!r}, {self.business!r})"


@transaction.atomic
def installation_begin(token: str, wanted: Beginning) -> tuple[User, Place]:
    """Make the first owner, firm and business; who may sign in, and where work begins.

    Raises AccessError where the token does not (or no longer) set up, InputError for what cannot
    be used; nothing is made then.
    """
    owner = first_owner_make(
        token=token, name=wanted.name, email=wanted.email, password=wanted.password
    )
    firm = firm_create(name=wanted.firm, owner=owner)
    with firm_scope(firm.pk, owner.pk):
        event_record(
            firm_id=firm.pk,
            business_id=None,
            action="installation_begin",
            subject="firm",
            subject_id=firm.pk,
        )
    place = books_open(
        firm_id=firm.pk,
        name=wanted.business,
        chart=wanted.chart,
        currency=wanted.currency,
        tax_regime=wanted.tax_regime,
        user_id=owner.pk,
    )
    return owner, place
