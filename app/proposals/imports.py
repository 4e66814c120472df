"""Proposals out of a spreadsheet, by person and day: they enter as submitted, by the rules of the BKPSDM admin's form (P18, P29)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.kernel import settings
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Invalid
from app.kernel.importing import Change, Column, Import, Row, RowTarget, Written, register_import
from app.kernel.importing.values import day, number_as_text
from app.kernel.roles import Role
from app.kernel.scope import visible
from app.organisation.models import Employee
from app.proposals.models import Proposal
from app.proposals.parameters import PERIOD
from app.proposals.rules import PeriodKind, Source, period_of
from app.proposals.services import Wish, change_proposal, check_wish, propose
from app.proposals.workflow import DELETE
from app.reference.models import Training
from app.reference.queries import offered
from app.reference.rules import title_key

KEPT = ("source", "training_id", "manual_title", "recommendation", "proposed_on", "state")
COLUMNS = (
    Column("nip", _("NIP"), "NIP Baru|NIP Pegawai|Nomor Induk Pegawai|NIP Pengusul", number_as_text, required=True),
    Column("proposed_on", _("Date of the proposal"), "Tanggal Usulan|Tanggal|Tgl Usulan|Tanggal Usul", day, required=True),
    Column(
        "title",
        _("Proposed training"),
        "Usulan Diklat|Usulan|Nama Diklat|Pelatihan|Nama Pelatihan|Diklat|Diklat yang Diusulkan",
        required=True,
        fields=("manual_title", "training_id"),
    ),
    Column(
        "recommendation", _("Recommendation from the talent pool"), "Rekomendasi|Rekomendasi Talentpool|Rekomendasi Dari Hasil Talentpool"
    ),
)


class ProposalTarget(RowTarget):
    """Through the services of the form; one per person and period."""

    model = Proposal

    def meet(self, rows: Sequence[Row], *, lock: bool) -> None:
        nips = [row.values["nip"] for row in rows if "nip" in row.values]
        self._people = {person.nip: person for person in session().scalars(select(Employee).where(Employee.nip.in_(nips)))}
        mine = Proposal.employee_id.in_([person.id for person in self._people.values()])
        found = session().scalars(select(Proposal).where(mine, visible(Proposal, self.actor)))
        self._present = {(each.employee_id, each.period): each for each in found}
        keys = [title_key(row.values["title"]) for row in rows if "title" in row.values]
        self._catalogue = {row.title_key: row for row in session().scalars(select(Training).where(Training.title_key.in_(keys), offered()))}

    def judge(self, row: Row) -> Change:
        values = row.values
        person = self._people.get(values["nip"])
        if person is None:
            raise Invalid(fields={"nip": gettext("No employee has the NIP %(nip)s.", nip=values["nip"])})
        period = period_of(values["proposed_on"], PeriodKind(settings.get(PERIOD)))
        before = self._present.get((person.id, period))
        if before is not None and before.proposed_on != values["proposed_on"]:
            raise Invalid(fields={"proposed_on": gettext("Only 1 (one) training proposal per period is possible.")})
        if before is None and not person.is_active:
            raise Invalid(fields={"nip": gettext("Only an active employee may propose.")})
        entry = self._catalogue.get(title_key(values.get("title") or ""))
        source = Source.CATALOGUE if entry else Source.MANUAL
        recommendation = values.get("recommendation", before.recommendation if before else None)
        wish = Wish(source, entry.id if entry else None, None if entry else values.get("title"), values["proposed_on"], recommendation)
        after = {name: value for name, value in check_wish(self.actor, person, wish, before).items() if name in KEPT}
        key = f"{values['nip']} · {values['proposed_on']:%d/%m/%Y}"
        if before is None:
            return Change(row, key, None, {}, after, work=(person.id, wish))
        differing = {name: value for name, value in after.items() if value != getattr(before, name)}
        return Change(
            row, key, before.id, {name: getattr(before, name) for name in KEPT} if differing else {}, differing, work=(person.id, wish)
        )

    def save(self, change: Change) -> Proposal:
        employee_id, wish = change.work
        if change.pk is not None:
            return change_proposal(self.actor, change.pk, wish, session().get_one(Proposal, change.pk).version)
        change.after = dict.fromkeys(KEPT)
        return propose(self.actor, employee_id, wish)

    def put_back(self, found: Written) -> None:
        before: dict[str, Any] = dict(found.before or {})
        wish = Wish(
            Source(before["source"]),
            before["training_id"] if before["source"] == Source.CATALOGUE else None,
            before["manual_title"],
            date.fromisoformat(before["proposed_on"]),
            before["recommendation"],
        )
        change_proposal(self.actor, found.pk, wish, session().get_one(Proposal, found.pk).version)

    def take_out(self, found: Written) -> None:
        take_step(self.actor, Proposal, found.pk, DELETE.key)


PROPOSALS = register_import(
    Import(
        "proposals",
        _("Training proposals"),
        COLUMNS,
        key=("nip", "proposed_on"),
        roles=(Role.BKPSDM_ADMIN,),
        target=ProposalTarget,
        intro=_("One row a proposal, known by NIP and day. They come in as submitted; titles of the catalogue are recognised."),
    )
)
