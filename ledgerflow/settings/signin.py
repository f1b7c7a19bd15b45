"""How people sign in: django-allauth's settings.

Here: e-mail and password, a second factor, sessions, limits on guessing. Not here: the pages
(web/signin/) or where e-mails go (mail.py). Sign-up is closed: people are invited.
"""

ACCOUNT_ADAPTER = "ledgerflow.web.signin.adapter.SignInAdapter"
ACCOUNT_FORMS = {"login": "ledgerflow.web.signin.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")
ACCOUNT_RATE_LIMITS = {
    # An office has one address: fifty people may sign in within a minute.
    "login": "120/m/ip",
    # The key is a person together with the visitor's address, so that nobody can lock out others;
    # the wider limit of the adapter is a person's, wherever the guesses come from.
    "login_failed": "40/m/ip,8/300s/key",
    "login_failed_anywhere": "100/h/key",
    "reset_password": "20/m/ip,5/m/key",
}

MFA_ADAPTER = "ledgerflow.web.signin.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "LedgerFlow"
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1

USERSESSIONS_TRACK_ACTIVITY = False
