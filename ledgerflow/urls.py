"""All addresses. Not here: views."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.urls import include, path

# Operators sign in where everybody does: with limits on guessing and their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("ledgerflow.ops.urls")),
    path("", include("ledgerflow.web.urls")),
    path("", include("ledgerflow.web.addresses.account")),
]
if apps.is_installed("debug_toolbar"):  # development only
    urlpatterns.insert(0, path("__debug__/", include("debug_toolbar.urls")))

handler400 = "ledgerflow.web.views.faults.bad_request"
handler403 = "ledgerflow.web.views.faults.forbidden"
handler404 = "ledgerflow.web.views.faults.not_found"
handler500 = "ledgerflow.web.views.faults.broken"
