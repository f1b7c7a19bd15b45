"""Look-ups in admin: batches of runs with their progress, of the picked firm.

Here: the list and a row, to look at only. Not here: starting and cancelling, which people of the
firm do on the business's own page.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from ledgerflow.agents.run_models import LookUp
from ledgerflow.web.admin.agents.columns import coloured, moment
from ledgerflow.web.admin.agents.firmchoice import FirmRowsAdmin

STATE_COLOURS = {
    "waiting": "",
    "running": "info",
    "done": "success",
    "cancelled": "",
    "stopped": "warning",
}


@admin.register(LookUp)
class LookUpAdmin(FirmRowsAdmin):
    """How far each is, and why it stopped."""

    list_display = (
        "id", "business", "state_shown", "progress", "suggested", "to_review", "reason_short",
        "began", "ended",
    )  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("business",)
    readonly_fields = ("progress", "runs_of", "business", "asked_by")
    fieldsets = (
        (None, {"fields": (("business", "state"), "progress", ("suggested", "to_review"))}),
        ("Why it ended as it did", {"fields": (("reason_code", "is_cancel_wanted"), "reason")}),
        ("When", {"fields": (("created_at", "asked_by"), ("started_at", "ended_at"), "runs_of")}),
    )

    @coloured("State", STATE_COLOURS, "state")
    def state_shown(self, row: LookUp) -> tuple[str, str]:
        """In a word with a colour."""
        return row.state, row.get_state_display()

    @admin.display(description="Progress")
    def progress(self, row: LookUp) -> str:
        """Payees asked of how many, as a bar with its figures."""
        return format_html(
            '<span class="lfa-progress"><progress max="{}" value="{}">{} of {}</progress>'
            " <span>{} of {}</span></span>",
            max(row.total, 1), row.done, row.done, row.total, row.done, row.total,
        )  # fmt: skip

    @admin.display(description="Asked for (UTC)", ordering="pk")
    def began(self, row: LookUp) -> str:
        """Day and minute."""
        return moment(row.created_at)

    @admin.display(description="Ended", ordering="ended_at")
    def ended(self, row: LookUp) -> str:
        """Day and minute, or a dash."""
        return moment(row.ended_at)

    @admin.display(description="Reason")
    def reason_short(self, row: LookUp) -> str:
        """Cut for the list."""
        return row.reason[:80] + ("…" if len(row.reason) > 80 else "") or "-"

    @admin.display(description="Its runs")
    def runs_of(self, row: LookUp) -> str:
        """The way to its runs."""
        address = reverse("admin:agents_agentrun_changelist")
        return format_html(
            '<a class="lfa-link" href="{}?look_up__id__exact={}">Runs of this look-up</a>',
            address,
            row.pk,
        )
