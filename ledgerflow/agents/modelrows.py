"""What is wrong with a language model's row, field by field, before anything is asked.

Here: the key's variable, the address by its text, what does not go together. Not here: fields by
themselves (Django's validators), prompts (kinds/template.py), asking (runner/). Nothing is
resolved or connected to.
"""

from django.conf import settings

from ledgerflow.agents.keys import key_fault
from ledgerflow.agents.models import LanguageModel
from tools.errors import OutboundRefused
from tools.outbound.addresses import OutboundPolicy, checked_url

Provider, OutputMode = LanguageModel.Provider, LanguageModel.OutputMode

EXAMPLES = {Provider.OPENAI: "OPENAI_API_KEY", Provider.ANTHROPIC: "ANTHROPIC_API_KEY"}


def model_faults(model: LanguageModel) -> dict[str, str]:
    """Messages by field name, each saying how to put it right; empty for a row that can be used.

    Whether a key is set is judged by the environment of the process that asks.
    """
    found = {
        "key_variable": _key_fault(model),
        "base_url": _address_fault(model),
        "is_local": _local_fault(model),
        "output_mode": _output_fault(model),
    }
    return {field: message for field, message in found.items() if message}


def _key_fault(model: LanguageModel) -> str:
    if not model.key_variable:
        example = EXAMPLES.get(Provider(model.provider)) if model.provider in EXAMPLES else None
        if example is None or model.base_url:
            return ""
        return f"This provider needs a key: name the variable that holds it, such as {example}."
    fault = key_fault(model.key_variable)
    if not fault:
        return ""
    return (
        f"There is no key: {fault}. Name the variable here, never the key itself; set it in the"
        " environment of the web and of the worker, and start them again."
    )


def _address_fault(model: LanguageModel) -> str:
    if not model.base_url:
        if model.provider != Provider.COMPATIBLE:
            return ""
        return "Give the address of the server's API, such as http://localhost:11434/v1."
    try:
        checked_url(model.base_url, OutboundPolicy(private_hosts=settings.PRIVATE_HOSTS))
    except OutboundRefused as refused:
        return f"{refused.message} {refused.hint}".strip()
    return ""


def _local_fault(model: LanguageModel) -> str:
    """A business whose rule is "local models only" trusts this word."""
    if not model.is_local:
        return ""
    if not model.base_url:
        if model.provider == Provider.COMPATIBLE:  # the address itself is missed
            return ""
        return "A provider's own server is not local: give the address of your own, or untick this."
    if _address_fault(model) or is_own_host(model.base_url):
        return ""
    return (
        "The host is not known as one of your own: name it in LEDGERFLOW_PRIVATE_HOSTS,"
        " or untick this."
    )


def is_own_host(base_url: str) -> bool:
    """True for an address whose host the operator named in LEDGERFLOW_PRIVATE_HOSTS."""
    policy = OutboundPolicy(private_hosts=settings.PRIVATE_HOSTS)
    try:
        target = checked_url(base_url, policy)
    except OutboundRefused:
        return False
    return policy.lists(target.host, target.port)


def _output_fault(model: LanguageModel) -> str:
    if model.output_mode == OutputMode.TOOL and not model.supports_tools:
        return (
            "A server without tools cannot answer by a tool call: choose JSON schema or prompted."
        )
    return ""
