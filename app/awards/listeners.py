"""Who is told of an award, and what may not be deleted while one refers to it."""

from app.awards.services import awards_with
from app.notifications.rules import N_
from app.verification.listeners import keep_used_codes
from app.verification.notices import register_verified_notices

register_verified_notices(
    "award",
    "AwardView.show",
    create=N_("An award waits for verification"),
    resubmit=N_("A corrected award waits for verification"),
    approve=N_("Your award has been approved"),
    returned=N_("Your award needs correction"),
    reject=N_("Your award has been rejected"),
    cancel=N_("The approval of your award has been cancelled"),
)


keep_used_codes(awards_with)
