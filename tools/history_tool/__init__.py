"""What people of this business decided before.

Here: the tool `find_similar`. Not here: the decisions themselves (behind ToolContext.similar).
"""

from tools.history_tool.similar import find_similar

__all__ = ["find_similar"]
