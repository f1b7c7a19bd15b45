"""Addresses of the settings of a firm and of oneself."""

from django.urls import URLPattern, URLResolver, path

from ledgerflow.web.addresses.within import FIRM
from ledgerflow.web.views.settings import (
    businesses,
    exports,
    firm,
    members,
    own,
    record,
    tokens,
)

SETTINGS = f"{FIRM}settings/"
ONE_BUSINESS = f"{SETTINGS}businesses/<int:business_id>/"
MEMBERS = f"{SETTINGS}members/"
EXPORT = f"{SETTINGS}exports/<int:business_id>/<str:name>"

patterns: list[URLPattern | URLResolver] = [
    path("settings/", own.own, name="own-settings"),
    path("settings/digest/<int:firm_id>/", own.digest, name="own-digest"),
    path(SETTINGS, firm.firm, name="settings"),
    path(f"{SETTINGS}change/", firm.change, name="settings-change"),
    path(f"{SETTINGS}demo/away/", firm.demo_away, name="demo-away"),
    path(f"{SETTINGS}businesses/", businesses.businesses, name="settings-businesses"),
    path(f"{SETTINGS}businesses/add/", businesses.add, name="business-add"),
    path(ONE_BUSINESS, businesses.business, name="settings-business"),
    path(f"{ONE_BUSINESS}change/", businesses.change, name="business-change"),
    path(MEMBERS, members.members, name="members"),
    path(f"{MEMBERS}invite/", members.invite, name="member-invite"),
    path(f"{MEMBERS}<int:membership_id>/change/", members.change, name="member-change"),
    path(f"{MEMBERS}<int:membership_id>/remove/", members.remove, name="member-remove"),
    path(
        f"{MEMBERS}invitations/<int:invitation_id>/withdraw/",
        members.withdraw,
        name="invitation-withdraw",
    ),
    path(f"{SETTINGS}tokens/", tokens.tokens, name="tokens"),
    path(f"{SETTINGS}tokens/make/", tokens.make, name="token-make"),
    path(f"{SETTINGS}tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path(f"{SETTINGS}exports/", exports.exports, name="exports"),
    path(f"{SETTINGS}exports/ask/", exports.ask, name="export-ask"),
    path(EXPORT, exports.fetch, name="export"),
    path(f"{SETTINGS}audit/", record.audit, name="audit"),
    path(f"{SETTINGS}jobs/", record.jobs, name="jobs"),
    path(f"{SETTINGS}jobs/<int:job_id>/retry/", record.retry, name="job-retry"),
]
