"""An operator at admin's pages of agents, and rows to look at."""

import html
import re
from dataclasses import dataclass

import pytest
from django.test import Client

from ledgerflow.agents.models import Tool
from ledgerflow.firms.models import User

ADMIN = "/admin/agents/"


@dataclass
class Operator:
    """A superuser's browser; pages come as text without entities."""

    client: Client
    person: User

    def get(self, path, status=200, **query):
        return self._text(self.client.get(ADMIN + path, query), status)

    def post(self, path, status=200, **fields):
        return self._text(self.client.post(ADMIN + path, fields, follow=True), status)

    def pick(self, books):
        """Look into the firm of these books from now on."""
        self.post("agentrun/choose-firm/", firm=books.place.firm_id)

    def _text(self, answer, status):
        assert answer.status_code == status, answer.content.decode()[:2_000]
        return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


@pytest.fixture
def operator(db):
    person = User.objects.create_superuser("operator@example.com")
    client = Client()
    client.force_login(person)
    return Operator(client, person)


@pytest.fixture
def search_tool(db):
    """The row of the shipped web search, switched off."""
    return Tool.objects.create(name="search_web", module_path="tools.search_tool.search_web")
