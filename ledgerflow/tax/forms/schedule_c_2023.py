"""Schedule C 2023: 27a is other expenses, 27b the new deduction for
energy efficient commercial buildings; all meals are at 50 % again.
"""

from ledgerflow.tax.forms.schedule_c_lines import energy_line, other_expenses_line, schedule_c
from ledgerflow.tax.forms.year_facts import year_facts

FORM = schedule_c(year_facts(2023), (other_expenses_line("27a"), energy_line("27b")))
