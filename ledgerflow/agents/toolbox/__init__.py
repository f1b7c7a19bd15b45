"""The registry of tools: which function a row names, whether it may be called, and calling it.

Here: checking a path before anything is imported (paths.py, exports.py), what its signature asks
for (loading.py, signatures.py), calls within limits (calling.py). Not here: the tools (tools/).
"""
