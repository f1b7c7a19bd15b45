"""What agents spend in a day: the limit holds however many runs begin together."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connections, transaction

from ledgerflow.agents.models import AgentSpend
from ledgerflow.agents.records import Usage
from ledgerflow.agents.spend import reservation_of, spend_reserve, spend_settle, spent_today
from ledgerflow.core.errors import LimitError
from tests.agents.asked import agent as an_agent
from tests.agents.asked import agent_spec, priced

DAY = dt.date(2026, 11, 30)


def reserve(spec, amount="1.00", day=DAY):
    spend_reserve(spec=spec, day=day, amount=Decimal(amount))


def test_runs_are_reserved_until_the_day_is_full_and_then_refused(db):
    spec = priced(max_cost_per_day=Decimal(2), max_cost_per_run=Decimal(1))
    reserve(spec)
    reserve(spec)
    with pytest.raises(LimitError, match="has reached its limit of 2") as caught:
        reserve(spec)
    assert caught.value.code == "agent_budget"
    assert AgentSpend.objects.get().runs == 2
    reserve(spec, day=DAY + dt.timedelta(1))


def test_what_a_run_did_not_use_is_there_for_the_next(db):
    spec = priced(max_cost_per_day=Decimal("1.50"), max_cost_per_run=Decimal(1))
    reserve(spec)
    used = Usage(requests=2, input_tokens=900, output_tokens=80, cost=Decimal("0.25"))
    spend_settle(agent_id=spec.id, day=DAY, reserved=Decimal(1), usage=used)
    reserve(spec)
    row = AgentSpend.objects.get()
    assert (row.cost, row.reserved, row.runs) == (Decimal("0.25"), Decimal(1), 2)
    assert (row.requests, row.input_tokens, row.output_tokens) == (2, 900, 80)


def test_a_run_that_alone_costs_more_than_a_day_is_never_begun(db):
    spec = priced(max_cost_per_day=Decimal("0.50"), max_cost_per_run=Decimal(1))
    with pytest.raises(LimitError, match="a whole day only"):
        reserve(spec)


def test_a_model_without_a_price_needs_no_budget(db):
    spec = agent_spec(an_agent(max_cost_per_day=Decimal(0)))
    assert reservation_of(spec) == 0
    reserve(spec, amount="0")


def test_what_an_agent_spent_today_counts_what_is_reserved(db):
    spec = priced()
    assert reservation_of(spec) == spec.max_cost_per_run
    assert spent_today(spec.id) == 0
    reserve(spec, day=dt.datetime.now(dt.UTC).date())
    assert spent_today(spec.id) == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_runs_at_once_never_pass_the_limit():
    spec = priced(max_cost_per_day=Decimal(7), max_cost_per_run=Decimal(1))
    taken, refused, start = [], [], threading.Barrier(20)

    def begin():
        start.wait()
        try:
            with transaction.atomic():
                reserve(spec)
            taken.append(1)
        except LimitError:
            refused.append(1)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(taken), len(refused)) == (7, 13)
    assert AgentSpend.objects.get().reserved == 7
