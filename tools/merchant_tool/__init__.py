"""What the shipped knowledge says of a merchant.

Here: the tool `lookup_merchant`. Not here: the knowledge itself (behind ToolContext.merchants).
"""

from tools.merchant_tool.lookup import lookup_merchant

__all__ = ["lookup_merchant"]
