"""The page that tries an agent on some transactions of a business, and writes no suggestion.

Here: the form and its page. Not here: the runs (pipeline/lookups/trial.py).
"""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from ledgerflow.agents.models import Agent
from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.pipeline.lookups.trial import agent_try, agent_try_later
from ledgerflow.review.selectors import undecided
from ledgerflow.web.admin.agents.rowforms import in_words
from ledgerflow.web.admin.agents.runpage import pretty
from ledgerflow.web.admin.agents.tryplace import place_form

TRIES_MAX = 5
"""A page waits for all of them, one after the other."""


class TransactionsForm(forms.Form):
    """Which transactions: by id, or the first that wait for a decision."""

    ids = forms.CharField(
        label="Transactions",
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=f"Ids, at most {TRIES_MAX}, apart by spaces or commas. Empty: the first that "
        "wait for a decision.",
    )
    count = forms.IntegerField(
        label="How many of the first",
        min_value=1,
        max_value=TRIES_MAX,
        initial=1,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    def clean_ids(self) -> list[int]:
        """Whole numbers, at most as many as a page waits for."""
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["ids"]) if word]
        strange = [word for word in words if not re.fullmatch(r"[0-9]{1,18}", word)]
        if strange:
            raise forms.ValidationError(f"Not an id: {strange[0]}. Ids are whole numbers.")
        if len(words) > TRIES_MAX:
            raise forms.ValidationError(f"At most {TRIES_MAX} at once; these are {len(words)}.")
        return list(dict.fromkeys(int(word) for word in words))

    def transaction_ids(self, place: Place) -> list[int]:
        """The ids of a valid form; call outside a transaction."""
        given: list[int] = self.cleaned_data["ids"]
        if given:
            return given
        count = self.cleaned_data["count"] or 1
        with working_in(place):
            business = Business.objects.get(pk=place.business_id)
            return list(undecided(business).values_list("pk", flat=True)[:count])


def agent_try_page(page: ModelAdmin, request: HttpRequest, agent: Agent) -> HttpResponse:
    """The form, and after it was sent the runs: what each said, took and cost."""
    places = place_form(request, is_needed=True)
    form = TransactionsForm(request.POST or None)
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "title": f"Try {agent.name}",
        "opts": page.opts,
        "original": agent,
        "places": places,
        "form": form,
        "takes_transactions": agent.kind != Agent.Kind.PROFILE,
        "here": request.get_full_path(),
    }
    if request.method == "POST" and places.is_valid() and form.is_valid():
        place = places.place()
        if place is not None:
            context |= _tried(agent, place, form, request.user.pk)
    return TemplateResponse(request, "web/admin_agents/agent_try.html", context)


def runs_of_tries(agent: Agent) -> str:
    """The address of the list of this agent's trial runs."""
    wanted = urlencode({"trial": "yes", "agent": str(agent.pk)})
    return f"{reverse('admin:agents_agentrun_changelist')}?{wanted}"


def _tried(
    agent: Agent, place: Place, form: TransactionsForm, user_id: int | None
) -> dict[str, Any]:
    """The runs of a try, or why there are none."""
    try:
        ids = form.transaction_ids(place)
        if not ids:
            return {"fault": f"Nothing of {place.business_name} waits for a decision: give ids."}
        if not settings.AGENTS_ASKED_BY_WEB:
            agent_try_later(place, agent, ids, user_id)
            return {"later": len(ids), "runs_of_tries": runs_of_tries(agent)}
        runs = agent_try(place, agent, ids, user_id)
        return {"tried": [(run, pretty(run.output) if run.output else "") for run in runs]}
    except LedgerFlowError as fault:
        return {"fault": in_words(fault)}
