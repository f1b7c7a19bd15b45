"""Addresses of signing in and out, setting up, invitations, and forms that were kept."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.views.signin import kept, session, sessions
from ledgerflow.web.views.signin.invite import invite
from ledgerflow.web.views.signin.setup import setup

patterns: list[URLPattern | URLResolver] = [
    path("sign-in/", session.SignIn.as_view(), name="sign-in"),
    path("sign-out/", session.SignOut.as_view(), name="sign-out"),
    path("setup/<str:token>/", setup, name="setup"),
    path("invite/<str:token>/", invite, name="invite"),
    path("account/alive/", session.alive, name="alive"),
    path("account/csrf/", session.csrf, name="csrf"),
    path("account/signed-in/", session.signed_in_again, name="signed-in"),
    path("account/kept/", kept.kept, name="kept"),
    path("account/kept/<slug:form_id>/send/", kept.kept_send, name="kept-send"),
    path("account/kept/<slug:form_id>/drop/", kept.kept_drop, name="kept-drop"),
    path("account/sessions/<int:session_id>/end/", sessions.session_end, name="session-end"),
]
