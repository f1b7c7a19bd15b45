"""How django-allauth is fitted in: limits, e-mails, second factors, typed forms that are kept."""
