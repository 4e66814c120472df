"""The style guide in demo mode, for the length of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask


@contextmanager
def demo_mode(app: Flask) -> Iterator[None]:
    """Its pages answer; outside they are 404."""
    app.config["DEMO"] = True
    try:
        yield
    finally:
        app.config["DEMO"] = False
