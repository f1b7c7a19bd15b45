"""What a demo firm does not do: nobody else comes in, and nothing leaves.

Here: the one refusal. Not here: opening a demo (pipeline/demo/firm.py) or putting it away
(members.py). Its books are invented: it must be no way to send e-mails to strangers, to make
keys for programs, or to ask models at the cost of whoever runs this installation.
"""

from django.utils.translation import gettext as _

from ledgerflow.core.errors import RuleError
from ledgerflow.firms.models import Firm


def refuse_in_demo(firm_id: int) -> None:
    """RuleError in a demo firm. In the firm's scope."""
    if Firm.objects.filter(pk=firm_id, is_demo=True).exists():
        raise RuleError(
            _("A demo firm is there to look at: this is only done in a firm of your own."),
            code="demo_firm",
            hint=_("Put the demo away when you have seen enough, and do it in a real firm."),
        )
