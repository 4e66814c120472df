"""Who is told of a verified record's steps; each type brings its own words, which name neither person nor reason."""

from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

WHAT = N_("%(subject)s")


def register_verified_notices(
    flow: str,
    page: str,
    *,
    create: str,
    resubmit: str,
    approve: str,
    returned: str,
    reject: str,
    cancel: str,
    decider: Role = Role.BKPSDM_ADMIN,
) -> None:
    """The notices of the flow `flow` in these words (marked by N_); officers see their queue, so that nothing leaves the portal for them unless they ask for it."""
    for event, words in (("create", create), ("resubmit", resubmit)):
        register_notices(Notice(f"{flow}.{event}", (ROLE(decider),), title=words, body=WHAT, opens=page, chosen=()))
    for event, words in (("approve", approve), ("return", returned), ("reject", reject), ("cancel", cancel)):
        register_notices(Notice(f"{flow}.{event}", (OWNER,), title=words, body=WHAT, opens=page))
