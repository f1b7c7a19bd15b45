"""Searching the web through the operator's own SearXNG.

Here: the tool `search_web` and what it needs. Not here: reading the pages found (page_tool/).
"""

from tools.search_tool.search import search_web

__all__ = ["search_web"]
