"""Addresses of allauth's own pages, under the names that allauth asks for (no namespace).

Here: the ones that are reached. Not here: e-mail addresses, social accounts and sign-in codes,
which are off; `account_signup` is there to say that people are invited.
"""

from allauth.account import views
from django.urls import include, path, re_path

from ledgerflow.web.views.signin.session import SignIn, SignOut
from ledgerflow.web.views.signin.sessions import Sessions

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-out/", SignOut.as_view(), name="account_logout"),
    path("account/sign-up/", views.signup, name="account_signup"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path("account/password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/sent/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/sessions/", Sessions.as_view(), name="usersessions_list"),
]
