"""Schedule C 2024: 27a and 27b changed places: energy efficient
commercial buildings first, other expenses second.
"""

from ledgerflow.tax.forms.schedule_c_lines import energy_line, other_expenses_line, schedule_c
from ledgerflow.tax.forms.year_facts import year_facts

FORM = schedule_c(year_facts(2024), (energy_line("27a"), other_expenses_line("27b")))
