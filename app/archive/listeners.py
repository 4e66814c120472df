"""Who is told of a document, and what makes a score be computed anew: its documents, the records that fill it, the person, and the agency's scheme."""

from flask_babel import gettext as _

from app.archive.queries import SOURCES, types_with
from app.archive.services import compute
from app.archive.tasks import COMPUTE_ALL
from app.kernel.db import before_commit
from app.kernel.errors import Conflict, Invalid
from app.kernel.events import Event, listens
from app.kernel.queue import run_soon
from app.notifications.rules import N_
from app.reference.queries import codes
from app.reference.rules import CodeList
from app.verification.notices import register_verified_notices

LISTS = (CodeList.ARCHIVE_CATEGORY.value, CodeList.ARCHIVE_DOCUMENT.value, CodeList.ARCHIVE_LEVEL.value)
FACTS = frozenset({"employee_status", "job_type"})
PEOPLE = "employees"
"""The kind of import that writes people."""

register_verified_notices(
    "archive_document",
    "ArchiveDocumentView.show",
    create=N_("A document of the digital archive waits for verification"),
    resubmit=N_("A corrected document of the digital archive waits for verification"),
    approve=N_("Your document has been uploaded and verified"),
    returned=N_("Your archive document needs correction"),
    reject=N_("Your archive document has been rejected"),
    cancel=N_("The approval of your archive document has been cancelled"),
)


@listens("archive_document.*")
def follow_document(event: Event) -> None:
    """The score of its owner, in the same transaction (S7)."""
    compute([event.subject.employee_id])


def follow_source(event: Event) -> None:
    """A course, certificate, certification or award moved: the archive of its owner changes without an upload. Owners of a batch are computed together."""
    before_commit("archive_scores", event.subject.employee_id, compute)


for _model in (model for models in SOURCES.values() for model in models):
    listens(f"{_model.__workflow__.name}.*")(follow_source)


@listens("employee.add")
@listens("employee.change")
def follow_person(event: Event) -> None:
    """Which documents concern a person hangs on his employment status and job type."""
    if event.key == "employee.add" or FACTS & set(event.data["after"]):
        compute([event.subject.id])


@listens("import.apply")
@listens("import.undo")
def follow_import(event: Event) -> None:
    """People written in bulk have no event each."""
    if event.subject.kind == PEOPLE:
        run_soon(COMPUTE_ALL)


@listens("reference.seed")
def follow_seed(event: Event) -> None:
    """The lists of the archive came into a portal that had none."""
    run_soon(COMPUTE_ALL)


@listens("code.*")
def follow_scheme(event: Event) -> None:
    """The agency changed what it asks for: a document belongs to a category that exists, and all scores are computed anew in the background."""
    if event.subject.code_list not in LISTS:
        return
    if event.key != "code.delete" and event.subject.code_list == CodeList.ARCHIVE_DOCUMENT.value:
        category = str(event.subject.data.get("kategori") or "")
        if category not in {row.code for row in codes(CodeList.ARCHIVE_CATEGORY)}:
            raise Invalid(fields={"extras": _("“kategori” must be the code of a category of the digital archive.")})
    run_soon(COMPUTE_ALL)


@listens("code.delete")
def keep_used_types(event: Event) -> None:
    """A type that a document keeps stays, and so does a category that types belong to; they can be let end instead."""
    row = event.subject
    used = row.code_list == CodeList.ARCHIVE_DOCUMENT.value and types_with(row.code)
    used = used or (
        row.code_list == CodeList.ARCHIVE_CATEGORY.value
        and any(each.data.get("kategori") == row.code for each in codes(CodeList.ARCHIVE_DOCUMENT))
    )
    if used:
        raise Conflict(_("“%(label)s” is used by the digital archive. Let it end instead of deleting it.", label=row.label))
