"""What hangs on a certificate: its hours, its revision, who is told. In the transaction of the step itself."""

from app.certificates.models import Certificate
from app.certificates.occasions import register_source
from app.certificates.own_events import OwnEvents
from app.certificates.services import issue_revision, withdraw_hours
from app.certificates.workflow import REISSUE
from app.kernel.approval import take_step
from app.kernel.events import Event, listens
from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

register_source(OwnEvents())
PAGE, ASKED_PAGE = "OwnCertificateView.show", "CorrectionView.show"

register_notices(
    Notice("certificate.create", (OWNER,), N_("Your certificate has been issued"), opens=PAGE),
    Notice("certificate.tell", (OWNER,), N_("Your certificate is ready to be downloaded"), N_("%(subject)s"), opens=PAGE),
    Notice("certificate.revoke", (OWNER,), N_("Your certificate has been revoked"), opens=PAGE),
    Notice(
        "certificate_correction.create",
        (ROLE(Role.BKPSDM_ADMIN),),
        N_("A holder asks for the correction of a certificate"),
        opens=ASKED_PAGE,
    ),
    Notice("certificate_correction.accept", (OWNER,), N_("Your certificate has been corrected"), opens=ASKED_PAGE),
    Notice("certificate_correction.refuse", (OWNER,), N_("Your request to correct a certificate was refused"), opens=ASKED_PAGE),
)


@listens("certificate.revoke")
def revoked(event: Event) -> None:
    """Its JP leave the book."""
    withdraw_hours(event.actor, event.subject)


@listens("certificate.reissue")
def replaced(event: Event) -> None:
    """The revision comes in the same transaction."""
    issue_revision(event.actor, event.subject)


@listens("certificate_correction.accept")
def corrected(event: Event) -> None:
    """The officer who accepts replaces the certificate, and the history says by whose wish."""
    take_step(event.actor, Certificate, event.subject.about_id, REISSUE.key, event.subject.wish)
