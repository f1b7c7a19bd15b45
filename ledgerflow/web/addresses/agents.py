"""Addresses of look-ups by agents."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import BUSINESS
from ledgerflow.web.views import agents

patterns: list[URLPattern | URLResolver] = [
    path(f"{BUSINESS}agents/", agents.agents, name="agents"),
    path(f"{BUSINESS}agents/progress/", agents.progress, name="look-up-progress"),
    path(f"{BUSINESS}agents/policy/", agents.policy, name="model-policy"),
    path(f"{BUSINESS}agents/start/", agents.start, name="look-up-start"),
    path(f"{BUSINESS}agents/cancel/", agents.cancel, name="look-up-cancel"),
    path(f"{BUSINESS}agents/runs/<int:run_id>/", agents.run, name="agent-run"),
]
