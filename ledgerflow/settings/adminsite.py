"""The look and the navigation of Django admin.

Here: names, colours, groups of links. Not here: the pages (web/admin). Links are for superusers:
others of the staff have no rights on any of these pages.
"""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy


def is_operator(request: HttpRequest) -> bool:
    """True for those who may see the pages that the links lead to."""
    return bool(request.user.is_active and request.user.is_superuser)


def _link(title: str, icon: str, page: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{page}_changelist"),
        "permission": is_operator,
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "LedgerFlow",
    "SITE_HEADER": "LedgerFlow operators",
    "SITE_URL": "/",
    "SITE_SYMBOL": "account_balance",
    "SHOW_HISTORY": True,
    "STYLES": [lambda request: static("web/admin-agents.css")],
    # The accent of all other pages, from light to dark.
    "COLORS": {
        "primary": {
            "50": "#eef5fb",
            "100": "#dceaf7",
            "200": "#bcd7ef",
            "300": "#8fbde3",
            "400": "#7db7ea",
            "500": "#3f86c4",
            "600": "#1c5d99",
            "700": "#184f83",
            "800": "#153f68",
            "900": "#123554",
            "950": "#0b2238",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": "People and firms",
                "items": [
                    _link("People", "group", "firms_user"),
                    _link("Firms", "apartment", "firms_firm"),
                ],
            },
            {
                "title": "Agents",
                "separator": True,
                "items": [
                    _link("Agents", "smart_toy", "agents_agent"),
                    _link("Language models", "neurology", "agents_languagemodel"),
                    _link("Tools", "build", "agents_tool"),
                    _link("Prompt versions", "description", "agents_promptversion"),
                    _link("What they cost", "bar_chart", "agents_agentspend"),
                ],
            },
            {
                "title": "What agents did",
                "separator": True,
                "items": [
                    _link("Runs", "timeline", "agents_agentrun"),
                    _link("Look-ups", "manage_search", "agents_lookup"),
                    _link("Tool calls", "terminal", "agents_toolcall"),
                    _link("What left the machine", "outbound", "agents_outboundcall"),
                ],
            },
            {
                "title": "Operation",
                "separator": True,
                "items": [_link("Jobs", "schedule", "procrastinate_procrastinatejob")],
            },
        ],
    },
}
