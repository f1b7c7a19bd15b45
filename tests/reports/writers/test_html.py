"""The page of a report: whole, without scripts, and no text of a bank becomes markup."""

import io
from dataclasses import replace

from ledgerflow.reports.profit_and_loss import build_profit_and_loss
from ledgerflow.reports.trial_balance import build_trial_balance
from ledgerflow.reports.writers.html import write


def written(report):
    stream = io.StringIO()
    write(report, stream)
    return stream.getvalue()


def test_figures_are_grouped_and_sections_have_their_titles(header, months):
    page = written(build_profit_and_loss(header, months))
    assert '<tr class="section"><th colspan="5">Cost of goods sold</th></tr>' in page
    assert '<td class="num">2,341.55</td>' in page
    assert '<td class="num">\N{MINUS SIGN}45.00</td>' in page
    assert "✓ Holds: Checking against its statement (3,000.40)" in page


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(header, balances):
    page = written(build_trial_balance(header, balances))
    assert not [word for word in ("<script", "<link", "<img", "http", "url(") if word in page]


def test_text_is_never_markup(header, balances):
    nasty = replace(balances[0], name="<script>alert(1)</script>")
    page = written(build_trial_balance(replace(header, business="A & <b>B"), [nasty]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "A &amp; &lt;b&gt;B" in page
    assert "<script" not in page


def test_a_draft_says_so(header, balances):
    draft = replace(build_trial_balance(header, balances), draft=True)
    assert "<h1>Trial balance (draft)</h1>" in written(draft)
