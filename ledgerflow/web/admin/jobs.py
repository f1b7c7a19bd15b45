"""Jobs in admin, to look at only: procrastinate's own page in this admin's clothes."""

from django.contrib import admin
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob
from unfold.admin import ModelAdmin

admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(ModelAdmin, ProcrastinateJobAdmin):  # type: ignore[misc]  # unfold has no types
    """What waits, runs and failed. Jobs of dead workers come back by themselves."""

    actions = []
