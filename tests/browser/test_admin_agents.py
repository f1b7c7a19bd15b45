"""Agents in admin in a real browser, light and dark: from the first model to the page of a run.

A model's server and a search server are fakes on this machine; nothing else may be asked.
"""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.agents.runner.fake_openai import FakeOpenAI, answers
from tests.browser.conftest import shoot, sign_in
from tests.served import Served
from tests.tools.fake_searxng import serve

pytestmark = pytest.mark.browser

HOSTILE = "<script>document.title='taken'</script><img src=https://evil.example/x>"

ROWS = """
import datetime as dt, json
import django
django.setup()
from decimal import Decimal
from django.db import transaction
from django.utils import timezone
from ledgerflow.agents.models import Agent, AgentSpend
from ledgerflow.agents.run_models import AgentRun, LookUp, OutboundCall, ToolCall
from ledgerflow.agents.services import agents_ship
from ledgerflow.audit.services import batch_open
from ledgerflow.classification.models import Suggestion
from ledgerflow.firms.access import operator_places, working_in
from ledgerflow.firms.models import Business, User
from ledgerflow.ledger.models import Account
from ledgerflow.pipeline.services import Upload, statements_import
from ledgerflow.review.selectors import undecided
from ledgerflow.statements.accounts import bank_account_add

agents_ship()
place, person = operator_places()[0], User.objects.get()
agents = {agent.kind: agent for agent in Agent.objects.all()}
with working_in(place, person.pk):
    business = Business.objects.get(pk=place.business_id)
    Business.objects.update(model_policy="local")
    bank_account_add(business=business, name="Checking")
data = (
    "Date,Description,Amount,Balance\\n"
    "01/13/2025,HARBOR LIGHT COFFEE 0042,-8.10,991.90\\n"
    "01/14/2025,QUAY SIGN WORKS LLC,-240.00,751.90\\n"
)
statements_import(place, [Upload("jan.csv", data.encode())], account="Checking", user_id=person.pk)
today = timezone.now().date()
for number in range(30):
    day = today - dt.timedelta(days=number)
    if day.weekday() == 6:
        continue
    for shift, agent in enumerate(agents.values()):
        runs = (number * 7 + shift * 5) % 19
        if runs:
            AgentSpend.objects.create(
                agent=agent, day=day, runs=runs, requests=runs * 2, input_tokens=runs * 2_150,
                output_tokens=runs * 190, cost=Decimal(runs) * Decimal("0.0137") * (shift + 1),
            )
facts = json.loads(FACTS)
with working_in(place, person.pk):
    batch = batch_open(firm_id=place.firm_id, business_id=place.business_id, kind="agent",
                       title="Look-up")
    look_up = LookUp.objects.create(
        firm_id=place.firm_id, business=business, batch=batch, state="running", total=25, done=9,
        suggested=7, to_review=2, asked_by=person, started_at=timezone.now(),
    )
    LookUp.objects.create(
        firm_id=place.firm_id, business=business, state="stopped", total=25, done=3, suggested=3,
        reason_code="agent_budget", asked_by=person, ended_at=timezone.now(),
        reason="Agent classification has reached its limit of 5 USD for the day.",
    )
    account = Account.objects.filter(type="expense", is_heading=False, business=business)[3]
    waiting = list(undecided(business))
    for number in range(60):
        agent = agents["payee" if number % 3 else "classification"]
        state = ("answered", "answered", "review", "failed", "cancelled")[number % 5]
        AgentRun.objects.create(
            firm_id=place.firm_id, business=business, agent=agent, prompt=agent.prompt,
            kind=agent.kind, provider="compatible", model_name="house-1", state=state,
            subject_key=f"invented payee {number:02}", milliseconds=1_200 + number * 37,
            cost=Decimal("0.0021") * (number % 7), input_tokens=1800 + number, output_tokens=140,
            tool_calls=number % 4, requests=2, is_trial=number % 11 == 0, ended_at=timezone.now(),
            look_up=look_up,
            reason="" if state == "answered" else "The model gave no usable answer in two tries.",
            reason_code="" if state == "answered" else "no_answer",
        )
    agent = agents["classification"]
    run = AgentRun.objects.create(
        firm_id=place.firm_id, business=business, agent=agent, prompt=agent.prompt,
        kind="classification", provider="compatible", model_name="house-1", state="answered",
        subject_key="quay sign works", transactions=[waiting[-1].pk], milliseconds=4_310,
        cost=Decimal("0.0184"), input_tokens=5_120, output_tokens=402, tool_calls=3, requests=3,
        input={"fields": facts["fields"], "accounts": {str(account.pk): account.name}},
        output=facts["output"], messages=facts["messages"], refusals=facts["refusals"],
        look_up=look_up, ended_at=timezone.now(),
    )
    for position, call in enumerate(facts["calls"], 1):
        ToolCall.objects.create(firm_id=place.firm_id, business=business, run=run,
                                position=position, **call)
    for sent in facts["outbound"]:
        OutboundCall.objects.create(firm_id=place.firm_id, business=business, run=run, **sent)
    Suggestion.objects.create(
        firm_id=place.firm_id, business=business, transaction=waiting[-1], batch=batch,
        account=account, payee_name="Quay Sign Works", confidence=Decimal("0.31"), source="agent",
        source_ref=str(run.pk), kind="agent:classification", version="classification/1",
        reasons=["It makes shop signs; decided payees of this trade went to advertising."],
        evidence={"sources": facts["output"]["sources"]},
    )
print(run.pk)
"""

QUERY = "quay sign works harbor town"
SOURCE = {
    "url": "https://quay-signs.example/about",
    "title": "Quay Sign Works: about us",
    "quote": "We paint and build shop signs for the harbor front since 1988.",
    "at": "2025-02-01T10:00:00Z",
}
RESULT = json.dumps({"query": QUERY, "results": [SOURCE | {"snippet": HOSTILE}]})
FACTS = {
    "fields": {
        "industry": "design studio",
        "direction": "out",
        "payee": "Quay Sign Works",
        "transactions": [{"description": "QUAY SIGN WORKS [account] REF [number]", "month": "1"}],
    },
    "output": {
        "account": "17",
        "business_percent": "100",
        "payee_name": "Quay Sign Works",
        "confidence": 0.62,
        "reason": "It makes shop signs.",
        "questions": [],
        "sources": [SOURCE],
    },
    "messages": [
        {"role": "system", "text": "You place payees. " * 60},
        {"role": "user", "text": json.dumps({"payee": "Quay Sign Works", "industry": "design"})},
        {
            "role": "model",
            "text": "",
            "calls": [
                {"id": "c1", "name": "search_web", "arguments": json.dumps({"query": QUERY})}
            ],
            "input_tokens": 2_100,
            "output_tokens": 60,
        },
        {"role": "tool", "id": "c1", "name": "search_web", "text": RESULT},
        {
            "role": "model",
            "text": "The site is theirs; I read it.",
            "calls": [
                {"id": "c2", "name": "read_page", "arguments": json.dumps({"url": SOURCE["url"]})},
                {"id": "c3", "name": "delete_all", "arguments": "{}"},
            ],
            "input_tokens": 2_400,
            "output_tokens": 90,
        },
        {"role": "tool", "id": "c2", "name": "read_page", "text": SOURCE["quote"]},
        {"role": "tool", "id": "c3", "name": "delete_all", "text": "There is no such tool."},
        {
            "role": "model",
            "text": "",
            "calls": [{"id": "c4", "name": "answer", "arguments": '{"account": "17"}'}],
            "input_tokens": 2_900,
            "output_tokens": 120,
        },
    ],
    "calls": [
        {
            "tool_name": "search_web",
            "module_path": "tools.search_tool.search_web",
            "arguments": {"query": QUERY},
            "result": RESULT,
            "outcome": "ok",
            "milliseconds": 812,
        },
        {
            "tool_name": "read_page",
            "module_path": "tools.page_tool.read_page",
            "arguments": {"url": SOURCE["url"]},
            "result": SOURCE["quote"] + HOSTILE,
            "outcome": "ok",
            "was_cut": True,
            "milliseconds": 1_344,
        },
        {
            "tool_name": "lookup_merchant",
            "module_path": "tools.merchant_tool.lookup_merchant",
            "arguments": {"name": "Quay Sign Works"},
            "outcome": "failed",
            "error": "There is no shipped knowledge of this name.",
            "milliseconds": 2,
        },
    ],
    "outbound": [
        {
            "purpose": "model",
            "method": "POST",
            "url": "http://127.0.0.1:11434/v1/chat/completions",
            "host": "127.0.0.1",
            "address": "127.0.0.1",
            "status": 200,
            "sent_bytes": 5_210,
            "received_bytes": 1_021,
            "sent_text": '{"model": "house-1", "messages": [{"role": "system"}]}',
            "milliseconds": 980,
        },
        {
            "purpose": "page",
            "method": "GET",
            "url": "https://unfound.example/steal?data=1",
            "host": "unfound.example",
            "refused": "No search of this run returned this address.",
        },
    ],
    "refusals": [
        {"what": "tool_unknown", "detail": "The model called delete_all, which it was not given."},
        {"what": "url_not_found", "detail": "The model asked for a page that no search returned."},
    ],
}


@pytest.fixture(scope="module")
def desk():
    """Served, with rows to look at; `model_url` and `run` are what the pages need."""
    reply = answers(
        payee_name="Harbor Light Coffee", what="A coffee bar", trade="cafe", website="",
        confidence=0.9, sources=[], reason="The name says so.",
    )  # fmt: skip
    with FakeOpenAI(reply) as model, serve("ok") as search:
        one = Served.make()
        one.more = {
            "LEDGERFLOW_PRIVATE_HOSTS": model.host,
            "SEARXNG_URL": str(search),
        }
        try:
            one.start()
            one.business = one.seed()
            one.model_url = model.base_url
            one.run = int(one.run_code(f"FACTS = {json.dumps(FACTS)!r}\n{ROWS}"))
            yield one
            one.stop()
        finally:
            one.discard()


@pytest.fixture(params=["light", "dark"])
def operator(request, browser, desk):
    """Signed in, at a desk's width; console, network and policy must stay clean."""
    origin = f"http://127.0.0.1:{desk.port}"
    context = browser.new_context(
        viewport={"width": 1440, "height": 1000}, base_url=origin, color_scheme=request.param
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    said, strangers = [], []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("request", lambda r: strangers.append(r.url) if _is_strange(r.url, origin) else None)
    page.size_name = request.param
    sign_in(page)
    yield page
    context.close()
    assert said == []
    assert strangers == []


def _is_strange(url, origin):
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws") and not url.startswith(origin)


def pick_firm(page):
    if page.get_by_role("button", name="Invented Practice").count():
        page.get_by_role("button", name="Invented Practice").click()


def try_at(page, kind, name, title):
    """The page that tries a row, found as a person finds it: list, row, button."""
    page.goto(f"/admin/agents/{kind}/")
    page.locator("#result_list").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name=title).click()


def test_a_first_model_is_added_with_help_and_tried(operator, desk):
    name = f"house-{operator.size_name}"
    operator.goto("/admin/agents/languagemodel/")
    if operator.size_name == "light":
        operator.get_by_role("heading", name="No model yet").wait_for()
    shoot(operator, "admin-models-before")
    operator.goto("/admin/agents/languagemodel/add/")
    operator.get_by_label("Name", exact=False).first.fill(name)
    operator.get_by_label("Provider").select_option("compatible")
    operator.get_by_label("Model name").fill("house-1")
    operator.get_by_label("Address").fill("http://10.0.0.7/v1")
    operator.get_by_label("Key variable").fill("NO_SUCH_API_KEY")
    operator.get_by_label("Requests at once").fill("900")
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.get_by_text("Between 1 and 64.").wait_for()
    operator.get_by_label("Requests at once").fill("2")
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.get_by_text("LEDGERFLOW_PRIVATE_HOSTS").last.wait_for()
    operator.get_by_text("There is no key").wait_for()
    shoot(operator, "admin-model-faults")
    operator.get_by_label("Address").fill(desk.model_url)
    operator.get_by_label("Key variable").fill("")
    operator.get_by_label("Own machine").check()
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.locator("#result_list").get_by_role("link", name=name).wait_for()
    shoot(operator, "admin-models")
    try_at(operator, "languagemodel", name, "Try this model")
    operator.get_by_role("button", name="Ask").click()
    operator.locator("#outcome").get_by_text("It works").wait_for()
    operator.locator("#outcome").get_by_text("A coffee bar").wait_for()
    shoot(operator, "admin-model-try")


def test_tools_are_synced_checked_and_tried(operator):
    operator.goto("/admin/agents/tool/")
    operator.get_by_role("button", name="Sync tools").first.click()
    operator.get_by_text("every function has its row").wait_for()
    shoot(operator, "admin-tools")
    operator.goto("/admin/agents/tool/add/")
    operator.get_by_label("Name", exact=False).first.fill("evil")
    operator.get_by_label("Module path").fill("os.system")
    operator.get_by_role("button", name="Save", exact=True).click()
    fault = operator.locator(".errors", has=operator.get_by_label("Module path"))
    expect(fault).to_contain_text("allowed package")
    shoot(operator, "admin-tool-fault")
    try_at(operator, "tool", "search_web", "Try this tool")
    operator.get_by_label("query").fill("harbor light coffee")
    operator.get_by_role("button", name="Call it").click()
    operator.locator("#outcome").get_by_text("Answered").wait_for()
    shoot(operator, "admin-tool-try")
    operator.goto("/admin/agents/tool/")
    operator.locator("#result_list").get_by_role("link", name="search_web").click()
    operator.get_by_text("What the model is told").wait_for()
    shoot(operator, "admin-tool")


def test_a_prompt_is_edited_compared_and_made_current_again(operator):
    operator.goto("/admin/agents/agent/")
    shoot(operator, "admin-agents")
    operator.locator("#result_list").get_by_role("link", name="payee-lookup").click()
    prompt = operator.get_by_label("Prompt", exact=True)
    before = prompt.input_value()
    prompt.fill(before + "\nAnswer in {language}.")
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.get_by_text("there is no field {language}").wait_for()
    shoot(operator, "admin-agent-fault")
    prompt.fill(before + f"\nKeep it short ({operator.size_name}).")
    operator.get_by_label("What changed and why").fill("shorter reasons")
    operator.get_by_role("button", name="Save", exact=True).click()
    operator.get_by_text("is the current one now").wait_for()
    operator.locator("#result_list").get_by_role("link", name="payee-lookup").click()
    shoot(operator, "admin-agent")
    operator.locator(".lfa-link", has_text="prompt version").click()
    operator.get_by_text("shorter reasons").first.wait_for()
    shoot(operator, "admin-prompts")
    operator.locator("#result_list").get_by_role("link", name="v2").click()
    operator.locator("#diff .lfa-added").first.wait_for()
    shoot(operator, "admin-prompt")
    operator.goto("/admin/agents/promptversion/?agent__id__exact=1")
    operator.locator("#result_list").get_by_role("link", name="v1").click()
    operator.get_by_role("button", name="Make current").click()
    operator.get_by_text("is the current prompt of").wait_for()


def test_an_agent_is_tried_on_transactions_without_a_suggestion(operator, desk):
    code = "import django; django.setup();from ledgerflow.agents.models import *;"
    code += (
        "m=LanguageModel.objects.get_or_create(name='trial',defaults=dict(provider='compatible',"
    )
    code += f"model_name='house-1',base_url={desk.model_url!r},is_local=True))[0];"
    code += "Agent.objects.filter(kind='payee').update(model=m)"
    desk.run_code(code)
    try_at(operator, "agent", "payee-lookup", "Try this agent")
    if operator.get_by_role("link", name="Pick a firm").count():
        shoot(operator, "admin-agent-try-before")
        operator.get_by_role("link", name="Pick a firm").click()
        shoot(operator, "admin-firm-picker")
        pick_firm(operator)
    operator.get_by_label("Business").select_option("Harbor Street Studio")
    operator.get_by_label("How many of the first").fill("1")
    operator.get_by_role("button", name="Try", exact=True).click()
    operator.get_by_text("Harbor Light Coffee").wait_for()
    shoot(operator, "admin-agent-try")
    operator.locator(".lfa-link", has_text="Run ").click()
    operator.get_by_text("Trial: no suggestion is written").wait_for()
    shoot(operator, "admin-run-trial")


def test_a_run_is_told_step_by_step_and_nothing_in_it_works(operator, desk):
    operator.goto("/admin/agents/agentrun/")
    pick_firm(operator)
    operator.get_by_text("quay sign works").first.wait_for()
    shoot(operator, "admin-runs")
    operator.locator(".filter-open-button").click()
    operator.get_by_role("link", name="Failed").wait_for()
    shoot(operator, "admin-runs-filters")
    operator.goto(f"/admin/agents/agentrun/{desk.run}/change/")
    operator.locator("#steps").get_by_text("The model called search_web").wait_for()
    for fold in operator.locator("#steps details").all():
        fold.locator("summary").click()
    shoot(operator, "admin-run")
    assert "taken" not in operator.title()
    assert operator.locator("#steps img, #steps script").count() == 0
    expect(operator.locator("#refusals")).to_contain_text("delete_all")
    expect(operator.locator("#suggestions")).to_contain_text("shop signs for the harbor front")
    operator.goto("/admin/agents/agentrun/?state__exact=failed&kind=payee")
    expect(operator.locator("#result_list")).to_contain_text("Failed")
    for page in ("toolcall", "outboundcall", "lookup"):
        operator.goto(f"/admin/agents/{page}/")
        operator.locator("#result_list").wait_for()
        shoot(operator, f"admin-{page}s")


def test_costs_are_a_chart_and_the_same_as_a_table(operator):
    operator.goto("/admin/agents/agentspend/")
    assert operator.locator("svg.lfa-chart rect").count() > 40
    assert operator.locator("#spend tbody tr").count() > 40
    shoot(operator, "admin-spend")
    operator.get_by_role("link", name="Runs", exact=True).first.click()
