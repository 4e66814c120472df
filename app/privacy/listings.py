"""What the list of requests about data shows."""

from flask_babel import lazy_gettext as _

from app.kernel.filters import Choice, Typed
from app.kernel.flow_views import state_column
from app.kernel.formats import format_nip
from app.kernel.listing import Column, Kind, Listing
from app.organisation.listings import personal_listing
from app.privacy.models import DataRequest, ProcessingActivity
from app.privacy.rules import Wish

ASKED_FOR = tuple((wish.value, wish.label) for wish in Wish)
REQUESTS = personal_listing(
    DataRequest,
    columns=(
        Column("kind", _("What is asked for"), "kind_label", sort=DataRequest.kind, width=40),
        Column("wish", _("In the person's own words"), sort=DataRequest.wish, width=48),
        Column("created_at", _("Asked on"), sort=DataRequest.created_at, kind=Kind.DATETIME),
        Column("due_at", _("To be answered until"), sort=DataRequest.due_at, kind=Kind.DATETIME),
    ),
    filters=(Choice("kind", _("What is asked for"), _("All requests"), lambda actor: ASKED_FOR, lambda value: DataRequest.kind == value),),
    default_sort="due_at",
    empty_title=_("No requests yet"),
    empty_text=_("Here people ask for access, correction, restriction or erasure of their data; each is answered within 72 hours."),
)
REQUEST = (
    Column("person", _("Employee"), lambda row: (row.employee.full_name, format_nip(row.employee.nip)), kind=Kind.LINES),
    Column("kind", _("What is asked for"), "kind_label"),
    Column("wish", _("In the person's own words")),
    Column("created_at", _("Asked on"), kind=Kind.DATETIME),
    Column("due_at", _("To be answered until"), kind=Kind.DATETIME),
    Column("escalated_at", _("Put before the auditor on"), kind=Kind.DATETIME),
    state_column(DataRequest),
)


ACTIVITIES = Listing(
    ProcessingActivity,
    columns=(
        Column("name", _("Processing activity"), sort=ProcessingActivity.name, primary=True, width=26),
        Column("purpose", _("Purpose"), width=34),
        Column("basis", _("By which legal basis"), width=34),
        Column("people", _("Whose data"), width=20, screen=False),
        Column("data_kinds", _("Kinds of data"), width=36, screen=False),
        Column("receivers", _("Who receives them"), width=30),
        Column("retention", _("How long they are kept"), width=26),
        Column("security", _("How they are protected"), width=34, screen=False),
    ),
    filters=(Typed((ProcessingActivity.name, ProcessingActivity.purpose, ProcessingActivity.data_kinds)),),
    default_sort=(ProcessingActivity.id,),
    empty_title=_("The register is empty"),
    empty_text=_("`flask reference seed` fills it with what this portal does with data of people."),
)
