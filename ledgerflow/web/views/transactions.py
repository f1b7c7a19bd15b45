"""The list of transactions, deciding about several of them, and the page of one.

Here: parsing requests and rendering. Not here: looking (selectors/transactions.py), the trail
(selectors/transactiontrail.py) or deciding (pipeline/deciding.py).
"""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ledgerflow.core.errors import InputError
from ledgerflow.firms.access import Place
from ledgerflow.pipeline.deciding import Outcome, Picked, deciding_undo, picked_decide
from ledgerflow.pipeline.wishes import Wish
from ledgerflow.review.choices import ALL
from ledgerflow.web.access import person_of, staff_page, writer_page
from ledgerflow.web.selectors.transactions import transactions_page
from ledgerflow.web.selectors.transactiontrail import transaction_trail
from ledgerflow.web.transactionfilter import cursor_from, filter_from
from ledgerflow.web.typed import number_of

PICKED_MAX = 50
REASON_MAX = 300
FILTER_MAX = 2_000


@require_safe
@staff_page
def transactions(request: HttpRequest, place: Place) -> HttpResponseBase:
    """A page of the list; its filter is in the address."""
    wanted = filter_from(request.GET)
    after = cursor_from(request.GET.get("after", ""))
    page = transactions_page(place, wanted, after)
    decided = request.GET.get("decided", "")
    context = {
        "place": place,
        "page": page,
        "wanted": wanted,
        "after": after,
        "decided": number_of(decided),
    }
    is_part = getattr(request, "htmx", False)
    name = "_list" if is_part else "transactions"
    return render(request, f"web/transactions/{name}.html", context)


@require_POST
@writer_page
def decide(request: HttpRequest, place: Place) -> HttpResponseBase:
    """Decide the ticked ones alike: as suggested, to an account, or keep them out."""
    outcome = picked_decide(place, _picked(request), _wish(request), user_id=person_of(request).pk)
    _tell(request, outcome)
    return redirect(_back(request, place, decided=outcome.batch_id))


@require_POST
@writer_page
def undo(request: HttpRequest, place: Place, batch_id: int) -> HttpResponseBase:
    """Take decisions made together back."""
    count = deciding_undo(place, batch_id, user_id=person_of(request).pk)
    said = ngettext("%(count)s decision is undone.", "%(count)s decisions are undone.", count)
    messages.success(request, said % {"count": count})
    return redirect(_back(request, place))


@require_safe
@staff_page
def transaction(request: HttpRequest, place: Place, transaction_id: int) -> HttpResponse:
    """One fact with its whole trail."""
    trail = transaction_trail(place, transaction_id)
    return render(request, "web/transactions/transaction.html", {"place": place, "trail": trail})


def _picked(request: HttpRequest) -> Picked:
    sent = map(number_of, request.POST.getlist("id"))
    ids = [pk for pk in sent if pk is not None]
    if not ids or len(ids) > PICKED_MAX:
        raise InputError(
            _("No transaction is ticked.") if not ids else _("Too many are ticked."),
            code="nothing_picked",
            hint=_("Tick the transactions that are decided alike, then choose where they go."),
        )
    return Picked(ids=tuple(ids))


def _wish(request: HttpRequest) -> Wish:
    """What the pressed button says."""
    how = request.POST.get("how", "")
    if how == "accept":
        return Wish()
    if how == "exclude":
        return Wish(is_exclusion=True, reason=request.POST.get("reason", "").strip()[:REASON_MAX])
    account = request.POST.get("account", "").strip()
    if not account:
        raise InputError(
            _("No account is chosen."),
            code="account_missing",
            hint=_("Choose the account that the ticked transactions are booked to."),
        )
    return Wish(account=account, business_percent=ALL)  # the list shows no share


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    count = outcome.decided
    if count:
        said = ngettext("%(count)s is decided.", "%(count)s are decided.", count)
        messages.success(request, said % {"count": count})
    for one in outcome.conflicts:
        said = _("%(who)s was first for one of them (%(what)s); it was left alone.")
        messages.warning(request, f"{one.line}: {said % {'who': one.who, 'what': one.what}}")


def _back(request: HttpRequest, place: Place, *, decided: int | None = None) -> str:
    """The list with the filter that was on it; `decided` offers to take that batch back."""
    typed = filter_from(dict(parse_qsl(request.POST.get("filter", "")[:FILTER_MAX]))).typed or {}
    query = {name: text for name, text in typed.items() if text}
    if decided is not None:
        query["decided"] = str(decided)
    address = reverse("web:transactions", args=[place.business_id])
    return f"{address}?{urlencode(query)}" if query else address
