"""Schedule C 2022: 27a is other expenses and 27b is reserved; meals from
restaurants are deductible in full; the mileage rate changes on 1 July.
"""

from ledgerflow.tax.forms.schedule_c_lines import other_expenses_line, schedule_c
from ledgerflow.tax.forms.year_facts import year_facts

FORM = schedule_c(year_facts(2022), (other_expenses_line("27a"),))
