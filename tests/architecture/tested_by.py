"""Modules without a test file of their own, and the tests that go through them.

Here: data for test_tidy.py, a path below ledgerflow/ (or tools/...) -> a path below tests/. A
folder stands for all modules in it that have no test file. Not here: modules without a function,
which need none.
"""

TESTED_BY = {
    "__main__.py": "cli",
    "cli/": "cli",
    "ops/": "ops",
    "web/": "web",
    "agents/apps.py": "agents/test_grants.py",
    "agents/run_models.py": "agents/test_models.py",
    "agents/masking_numbers.py": "agents/test_masking.py",
    "agents/masking_people.py": "agents/test_masking.py",
    "agents/masking_shadow.py": "agents/test_masking.py",
    "classification/classifiers/protocol.py": "classification/test_cascade.py",
    "classification/payee_patterns.py": "classification/test_payees.py",
    "core/apps.py": "core/test_grants.py",
    "core/checks.py": "security/test_tenancy.py",
    "core/management/commands/migrate.py": "core/test_migrating.py",
    "embedded/__init__.py": "embedded/test_server.py",
    "embedded/address.py": "embedded/test_server.py",
    "embedded/errors.py": "embedded/test_server.py",
    "interchange/archive/": "interchange/archive/test_verify.py",
    "ledger/charts/__init__.py": "ledger/charts/test_templates.py",
    "ledger/rate_models.py": "ledger/test_rate_services.py",
    "pipeline/demo/": "pipeline/demo",
    "pipeline/verification/": "pipeline/test_verify.py",
    "reports/account_register.py": "reports/test_ledger_rows.py",
    "reports/general_ledger.py": "reports/test_ledger_rows.py",
    "reports/inputs.py": "reports/test_schedule_c_worksheet.py",
    "reports/spec.py": "reports/test_engine.py",
    "statements/confinement.py": "statements/test_containment.py",
    "statements/formats/": "statements/formats/test_ofx.py",
    "statements/bucket.py": "statements/test_dedupe.py",
    "statements/knownlines.py": "statements/test_dedupe.py",
    "statements/parsed.py": "statements/test_records.py",
    "statements/pdf/walkstate.py": "statements/pdf/test_body.py",
    "statements/reader_process.py": "statements/test_containment.py",
    "statements/repairs.py": "statements/test_proof.py",
    "statements/tables/": "statements/tables/test_layouts.py",
    "tax/forms/form.py": "tax/forms/test_forms.py",
    "tax/forms/schedule_c_lines.py": "tax/forms/test_forms.py",
    "tax/forms/year_facts.py": "tax/forms/test_forms.py",
    "tax/models.py": "tax/test_selectors.py",
    "tools/context.py": "tools",
    "tools/errors.py": "tools",
}

LARGER_THAN_300 = {
    "statements/tables/words.py": "data: words of many languages",
}
"""Path below ledgerflow/ -> why it has more than 300 lines (never more than 400)."""
