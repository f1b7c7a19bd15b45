"""No jobs of others: procrastinate's tables are not ours, so that a flush does not empty them."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob


@pytest.fixture(autouse=True)
def _no_jobs_of_others(request):
    if {"db", "transactional_db"}.isdisjoint(request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    ProcrastinateJob.objects.all().delete()
    yield
    ProcrastinateJob.objects.all().delete()
