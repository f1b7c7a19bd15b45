"""Rows point downwards only, string references included; imports are import-linter's matter."""

import pytest
from django.apps import apps

RANKS = (
    {"core", "firms"},
    {"audit"},
    {"ledger"},
    {"statements", "tax", "agents"},
    {"classification"},
    {"review", "reports"},
    {"pipeline"},
    {"web", "cli", "ops"},
)
RANK = {label: number for number, labels in enumerate(RANKS) for label in labels}
OWN = [c for c in apps.get_app_configs() if c.name.startswith("ledgerflow.")]


def relations():
    for config in OWN:
        for model in config.get_models():
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model is not None:
                    yield model, field


def test_every_app_has_a_place():
    assert {c.label for c in OWN} <= set(RANK)


@pytest.mark.parametrize(
    ("model", "field"),
    list(relations()),
    ids=lambda x: getattr(x, "__name__", getattr(x, "name", "")),
)
def test_a_row_points_at_its_own_app_or_below(model, field):
    target = field.related_model._meta.app_label
    if target in RANK:
        own = model._meta.app_label
        assert target == own or RANK[target] < RANK[own]


def test_no_app_below_knows_rows_that_link_it_to_one_above():
    """Reverse names would be a way up: only links from the same app or the next may have one."""
    for model, field in relations():
        target = field.related_model._meta.app_label
        if target in RANK and not field.remote_field.hidden and target != model._meta.app_label:
            assert target in {"audit", "ledger", "statements", "firms"}


def test_there_are_relations_to_judge():
    assert len(list(relations())) > 60
