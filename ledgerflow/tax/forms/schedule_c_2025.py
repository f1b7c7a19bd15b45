"""Schedule C 2025: the layout of 2024 with the year's own rates. It is the
latest known layout, so drafts of later years are built on it.
"""

from ledgerflow.tax.forms.schedule_c_lines import energy_line, other_expenses_line, schedule_c
from ledgerflow.tax.forms.year_facts import year_facts

LINE_27 = (energy_line("27a"), other_expenses_line("27b"))

FORM = schedule_c(year_facts(2025), LINE_27)
