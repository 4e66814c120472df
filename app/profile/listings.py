"""What lists and pages of changes of personal data show and filter by."""

from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.documents.listings import document_column_of
from app.kernel.columns import Column, Kind
from app.kernel.flow_views import state_column
from app.organisation.listings import personal_listing
from app.profile.models import ProfileChange
from app.profile.queries import differences


def _changes(row: ProfileChange) -> list[str]:
    """ "Nama tanpa gelar: Ani → Ani Wijaya", a line a field."""
    return [
        gettext("%(field)s: %(old)s → %(new)s", field=each.label, old=each.old or gettext("(empty)"), new=each.new or gettext("(empty)"))
        for each in differences(row)
    ]


ASKED_AT = Column("created_at", _("Asked for on"), sort=ProfileChange.created_at, kind=Kind.DATETIME)
REASON = Column("reason", _("Why the data change"), screen=False, width=44)
CHANGES = Column("changes", _("What changes"), _changes, kind=Kind.LINES, width=60)
PROFILE_CHANGES = replace(
    personal_listing(
        ProfileChange,
        columns=(CHANGES, REASON, ASKED_AT),
        default_sort="-created_at",
        empty_title=_("No change of personal data"),
        empty_text=_("What people ask to have corrected in their data stands here."),
    )
)
DETAIL = (
    Column("name", _("Full name"), "employee.full_name"),
    Column("nip", _("NIP"), "employee.nip", kind=Kind.NIP),
    Column("unit", _("Unit"), "unit.name"),
    Column("reason", _("Why the data change")),
    document_column_of("proof", _("Document that proves it")),
    ASKED_AT,
    state_column(ProfileChange),
)
