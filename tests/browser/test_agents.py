"""The pages of agents in a real browser at two widths: policy, a look-up that works, its runs."""

import pytest

from tests.browser.conftest import looks_well, shoot, sign_in

pytestmark = pytest.mark.browser

SETTING_UP = """
import django
django.setup()
from ledgerflow.agents.models import Agent, LanguageModel
from ledgerflow.agents.services import agents_ship
agents_ship()
model, _ = LanguageModel.objects.get_or_create(
    name="house", defaults=dict(provider="compatible", model_name="invented-7b",
    base_url="http://127.0.0.1:9/v1", is_local=True))
Agent.objects.filter(kind="classification").update(model=model, is_enabled=True)
"""

ASKED = """
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from ledgerflow.agents.runner.scripted import Answer, scripted
from ledgerflow.firms.access import operator_places
from ledgerflow.pipeline.lookups import batch
batch.job_defer = lambda place: None
def clerk(view):
    account = next(pk for pk, label in view.accounts.items() if "Supplies" in label)
    return Answer({"account": account, "confidence": 0.8, "payee_name": "Paper Shop",
                   "reason": "It sells <b>paper</b>.", "questions": ["What was it for?"]})
place = operator_places()[0]
batch.look_up_start(place)
batch.look_up_run(place, model=scripted(clerk))
"""

WAITING = """
import django
django.setup()
from ledgerflow.agents.lookups import look_up_open, look_up_begin, look_up_progress
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business
place = operator_places()[0]
with working_in(place):
    row = look_up_open(business=Business.objects.get(pk=place.business_id))
    look_up_begin(look_up=row)
    row.total, row.done, row.suggested, row.to_review = 40, 12, 17, 2
    look_up_progress(look_up=row)
"""

STOPPED = """
import django
django.setup()
from ledgerflow.agents.lookups import look_up_end
from ledgerflow.agents.run_models import LookUp
from ledgerflow.firms.access import operator_places, working_in
with working_in(operator_places()[0]):
    look_up_end(look_up=LookUp.objects.order_by("-pk")[0], state="stopped", code="model_down",
                reason="The server of the model house cannot be reached.")
"""


def test_agents_are_allowed_watched_and_looked_into(visitor, served):
    served.run_code(SETTING_UP)
    sign_in(visitor)
    visitor.goto(f"/b/{served.business}/")
    if visitor.size_name == "phone":
        visitor.locator(".phone-bar").get_by_role("link", name="More").click()
    visitor.locator("#nav").get_by_role("link", name="Agents", exact=True).click()
    visitor.get_by_label("Policy").select_option("none")
    visitor.get_by_role("button", name="Save").click()
    visitor.get_by_text("lets no language model see").wait_for()
    shoot(visitor, "agents-forbidden")
    visitor.get_by_label("Policy").select_option("local")
    visitor.get_by_role("button", name="Save").click()
    visitor.get_by_text("From now on: local models only.").wait_for()
    visitor.get_by_role("button", name="Ask about what is undecided").wait_for()
    served.run_code(ASKED)
    visitor.reload()
    looks_well(visitor, "agents")
    visitor.locator("#runs tbody a").first.click()
    visitor.get_by_role("heading", name="Step by step").wait_for()
    visitor.locator("#steps details").first.locator("summary").click()
    looks_well(visitor, "agent-run")


def test_progress_moves_by_itself_and_stops_asking_when_it_has_ended(visitor, served):
    served.run_code(SETTING_UP)
    sign_in(visitor)
    served.run_code(WAITING)
    visitor.goto(f"/b/{served.business}/agents/")
    visitor.get_by_text("12 of 40 payees asked").wait_for()
    looks_well(visitor, "agents-asking")
    asked = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.wait_for_timeout(1_500)
    assert any(url.endswith("/agents/progress/") for url in asked)
    served.run_code(STOPPED)
    reason = "The server of the model house cannot be reached."
    visitor.locator("#look-up").get_by_text(reason).wait_for()  # others are told below it
    visitor.wait_for_load_state("networkidle")
    asked.clear()
    visitor.wait_for_timeout(1_500)
    assert asked == [], "it has ended: nothing is asked any more"
    visitor.goto(f"/b/{served.business}/")
    visitor.get_by_text("The last look-up by agents stopped after 12 of 40 payees").wait_for()
    looks_well(visitor, "agents-stopped")
