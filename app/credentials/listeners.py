"""Who is told of a course or certification, and what may not be deleted while one refers to it."""

from app.credentials.services import records_with, write_hours
from app.kernel.events import Event, listens
from app.notifications.rules import N_, OWNER, Notice, register_notices
from app.verification.listeners import keep_used_codes
from app.verification.notices import register_verified_notices

COURSE_PAGE, CERTIFICATION_PAGE = "CourseView.show", "CertificationView.show"

register_verified_notices(
    "course",
    COURSE_PAGE,
    create=N_("A course waits for verification"),
    resubmit=N_("A corrected course waits for verification"),
    approve=N_("Your course has been approved"),
    returned=N_("Your course needs correction"),
    reject=N_("Your course has been rejected"),
    cancel=N_("The approval of your course has been cancelled"),
)
register_verified_notices(
    "certification",
    CERTIFICATION_PAGE,
    create=N_("A certification waits for verification"),
    resubmit=N_("A corrected certification waits for verification"),
    approve=N_("Your certification has been approved"),
    returned=N_("Your certification needs correction"),
    reject=N_("Your certification has been rejected"),
    cancel=N_("The approval of your certification has been cancelled"),
)
register_notices(
    Notice(
        "certification.ends_soon",
        (OWNER,),
        title=N_("A certification ends in %(days)s days: %(subject)s"),
        outside=N_("One of your certifications ends soon"),
        data=("days",),
        opens=CERTIFICATION_PAGE,
    )
)


@listens("course.*")
def keep_book(event: Event) -> None:
    """Every step of a course shows in its owner's book of JP, in the same transaction."""
    write_hours(event.actor, event.subject)


keep_used_codes(records_with)
