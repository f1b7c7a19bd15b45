"""Reading a page that a search found.

Here: the tool `read_page` and what it needs. Not here: searching (search_tool/).
"""

from tools.page_tool.page import read_page

__all__ = ["read_page"]
