"""The demo: an invented firm, played from a script that is data (script.toml)."""
