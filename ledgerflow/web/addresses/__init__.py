"""Addresses of the pages, a module an area. Not here: what they show (views/)."""
