"""Agents, models and runs by the row, for tests that need some.

Here: short ways to rows. Call run makers inside `books.scope()`. Not here: tests.
"""

from decimal import Decimal

from ledgerflow.agents.models import Agent, LanguageModel, PromptVersion, Tool
from ledgerflow.agents.records import Question
from ledgerflow.agents.selectors import agent_spec
from ledgerflow.agents.services import run_open

KEYLESS = {"provider": "compatible", "base_url": "http://127.0.0.1:9/v1", "is_local": True}


def language_model(name="house-model", **more):
    """A local model without a price, unless more is said."""
    fields = {"model_name": "invented-7b"} | KEYLESS | more
    known = LanguageModel.objects.filter(name=name).first()
    return known or LanguageModel.objects.create(name=name, **fields)


def agent(kind="classification", *, model=None, tools=(), **more):
    """An agent that is switched on, with a model and a first prompt."""
    fields = {"name": f"{kind}-agent", "is_enabled": True} | more
    made = Agent.objects.create(kind=kind, model=model or language_model(), **fields)
    made.prompt = PromptVersion.objects.create(agent=made, version=1, text="Choose an account.")
    made.save()
    made.tools.set(tools)
    return made


def tool(name="find_similar", path="tools.history_tool.find_similar", **more):
    """A tool's row, switched on."""
    return Tool.objects.create(name=name, module_path=path, **{"is_enabled": True} | more)


def priced(**limits):
    """The spec of an agent whose model has a price."""
    model = language_model("priced", input_price=Decimal(1), output_price=Decimal(4))
    known = Agent.objects.filter(name="priced-agent").first()
    return agent_spec(known or agent(name="priced-agent", model=model, **limits))


def question(*transactions, key="HOME DEPOT", kind="classification"):
    """A question about invented transactions."""
    fields = {"descriptions": ["HOME DEPOT #7114"]}
    return Question(kind, key, fields, accounts={"1": "Supplies"}, transactions=transactions)


def run(books, spec, *transactions, **more):
    """A run that has begun."""
    asked = question(*transactions, key=more.pop("key", "HOME DEPOT"), kind=spec.kind)
    return run_open(business=books.business, spec=spec, question=asked, **more)
