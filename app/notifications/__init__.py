"""Notices to people: who is told of what, and by which channel."""
