"""What every form of the settings does: one call, a notice, back to the page it came from.

Here: turning a refusal into a notice. Not here: the calls (the modules beside).
"""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ledgerflow.core.errors import AccessError, LedgerFlowError


def changed(
    request: HttpRequest, change: Callable[[], str], address: str, **names: int
) -> HttpResponseBase:
    """Do it, tell what was done or why not, and go to the page `address`.

    AccessError is raised: what is not there, or not allowed, has a page of its own.
    """
    try:
        with transaction.atomic():
            messages.success(request, change())
    except AccessError:
        raise
    except LedgerFlowError as error:
        messages.error(request, f"{error} {error.hint}".strip())
    return redirect(reverse(address, kwargs=names))
