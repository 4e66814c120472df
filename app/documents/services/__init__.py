"""Taking files in: looked into by a process of its own, kept under a random key, forgotten when no record wants them."""

from app.documents.services.storing import keep, keep_made, sweep, upload

__all__ = ["keep", "keep_made", "sweep", "upload"]
