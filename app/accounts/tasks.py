"""The worker's part: look for whom a link was asked, and forget the sessions that have passed."""

from app.accounts.services import ask_for_link, forget_sessions
from app.kernel.queue import background, run_soon

FORGOTTEN = "accounts.forgotten"


def ask_soon(login: str, address: str | None) -> None:
    """Leave the question to the worker: the page knows no more than who asked."""
    run_soon(FORGOTTEN, login, address)


@background(FORGOTTEN)
def asked(login: str, address: str | None) -> None:
    """Somebody asked for a new password."""
    ask_for_link(login, address)


@background("accounts.sweep", every_minutes=60)
def sweep_sessions() -> None:
    """Delete the sessions that lay idle or grew too old."""
    forget_sessions()
