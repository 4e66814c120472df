"""Long work on the certificates of an occasion: issuing all that are due, and one file with all of them."""

from collections.abc import Sequence
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from flask_babel import gettext as _
from sqlalchemy import select

from app.certificates.models import Certificate
from app.certificates.occasions import occasion_of, source_of
from app.certificates.press import Press, press_for
from app.certificates.queries import guest_holders, holders, valid_ids
from app.certificates.services import file_for, issue, issue_many, issue_to_guest, tell_holder
from app.documents.rules import name_part
from app.kernel import formats, storage
from app.kernel.crud.exporting import file_name
from app.kernel.db import session
from app.kernel.errors import Invalid, PortalError
from app.kernel.export import Sheet, write_xlsx
from app.kernel.export.sheet import ExportColumn
from app.kernel.jobs import JobResult, JobRun, job
from app.organisation.models import Employee

ISSUE, BUNDLE, TELL = "certificates.issue", "certificates.bundle", "certificates.tell"
AT_ONCE = 25
"""Certificates of one transaction: others who write wait no longer than these take."""


@job(ISSUE)
def issue_all(run: JobRun) -> JobResult:
    """A certificate to everybody to whom one is due, AT_ONCE in a transaction: a run after a kill goes on with those who have none."""
    kind, pk = str(run.params["kind"]), int(run.params["occasion"])
    press = press_for(occasion_of(kind, pk))
    people, done = list(source_of(kind).people(pk)), holders(kind, pk)
    due = [each for each in people if each not in done]
    skipped: list[tuple[str, str]] = []
    for start in range(0, len(due), AT_ONCE):
        portion = due[start : start + AT_ONCE]
        try:
            issue_many(run.actor, kind, pk, portion, press)
        except PortalError:
            skipped += _one_by_one(run, kind, pk, portion, press)
        run.progress(start + len(portion), len(due))
    guests, held = source_of(kind).guests(pk), guest_holders(kind, pk)
    awaited = [each for each in guests if each not in held]
    for guest_id in awaited:
        try:
            issue_to_guest(run.actor, kind, pk, guest_id, press)
        except PortalError as refusal:
            skipped.append((_("guest no. %(number)s", number=guest_id), str(refusal.message)))
    due, done = [*due, *awaited], done | held
    told = _("%(done)s of %(total)s issued.", done=formats.format_number(len(due) - len(skipped)), total=formats.format_number(len(due)))
    if done:
        told += " " + _("%(count)s had one before.", count=formats.format_number(len(done)))
    if press.signer is not None and due:
        told += " " + _(
            "Of that, drawing took %(drawing)s s and signing %(signing)s s.", drawing=round(press.drawing), signing=round(press.signing)
        )
    if not skipped:
        return JobResult(message=told)
    title = _("Skipped: %(title)s", title=run.title)
    columns = [ExportColumn("entry", _("Employee"), width=60), ExportColumn("reason", _("Reason"), width=60)]
    sheet = Sheet(title, columns, skipped, (), run.actor.name, len(skipped))
    return JobResult(storage.produce(lambda path: write_xlsx(sheet, path), ".xlsx"), file_name(title, "xlsx"), told)


def _one_by_one(run: JobRun, kind: str, pk: int, portion: Sequence[int], press: Press) -> list[tuple[str, str]]:
    """The portion again, each alone: those who are refused, with the reason."""
    skipped = []
    for employee_id in portion:
        try:
            issue(run.actor, kind, pk, employee_id, press)
        except PortalError as refusal:
            reason = next(iter(refusal.fields.values()), refusal.message) if isinstance(refusal, Invalid) else refusal.message
            skipped.append((_name(employee_id), str(reason)))
    return skipped


@job(BUNDLE)
def bundle(run: JobRun) -> JobResult:
    """Every valid certificate of an occasion that the person may download, as one ZIP."""
    kind, pk = str(run.params["kind"]), int(run.params["occasion"])
    pks = valid_ids(kind, pk)
    stored = storage.produce(lambda path: _zip(run, path, pks), ".zip")
    return JobResult(
        stored,
        f"sertifikat-{name_part(occasion_of(kind, pk).title)}.zip",
        _("%(count)s certificates.", count=formats.format_number(len(pks))),
    )


@job(TELL)
def tell_holders(run: JobRun) -> JobResult:
    """A message with the link to everybody who holds a valid certificate of an occasion, through the outbox like every other (L28)."""
    kind, pk = str(run.params["kind"]), int(run.params["occasion"])
    pks = valid_ids(kind, pk)
    for number, certificate_id in enumerate(pks, start=1):
        tell_holder(run.actor, certificate_id)
        run.progress(number, len(pks))
    return JobResult(message=_("%(count)s holders have been told.", count=formats.format_number(len(pks))))


def certificate_name(certificate: Certificate) -> str:
    """20-BKPSDM-003-I-2026_Ahmad_Yani.pdf"""
    revision = f"_Rev{certificate.revision}" if certificate.revision else ""
    return f"{name_part(certificate.number)}{revision}_{name_part(certificate.printed_name)}.pdf"


def _zip(run: JobRun, path: Any, pks: Any) -> None:
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for number, pk in enumerate(pks, start=1):
            certificate = session().get_one(Certificate, pk)
            archive.write(file_for(run.actor, certificate), certificate_name(certificate))
            run.progress(number, len(pks))


def _name(employee_id: int) -> str:
    person = session().scalar(select(Employee).where(Employee.id == employee_id))
    return person.full_name if person else f"#{employee_id}"
