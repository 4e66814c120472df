"""A person's record as label and value pairs, the same on his own page and on the administrator's."""

from flask_babel import gettext as _

from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.formats import format_date, format_long_date, format_nip
from app.organisation.models import Employee
from app.organisation.rules import Sex, nip_warnings, parse_nip

Facts = list[tuple[str, str]]


def person_facts(person: Employee) -> Facts:
    """Who somebody is: B8 to B12."""
    return [
        (_("NIP"), format_nip(person.nip)),
        (_("Full name"), person.full_name),
        (_("Place, date of birth"), f"{person.birth_place}, {format_long_date(person.birth_date)}"),
        (_("Sex"), person.sex_label),
        (_("Religion"), person.religion_label),
        (_("Official e-mail"), person.email_official or ""),
        (_("Mobile phone"), person.phone or ""),
        (_("Office address"), person.office_address or ""),
    ]


def job_facts(person: Employee) -> Facts:
    """Where and as what somebody works: B13 to B18."""
    return [
        (_("Employment status"), person.status_label),
        (_("Legal position"), person.legal_position_label),
        (_("Job title"), person.job_title),
        (_("Job type"), person.job_type_label),
        (_("Level of the functional job"), person.job_level_label),
        (_("Rank (golongan)"), person.rank_label),
        (_("Start of service (TMT)"), format_date(person.joined)),
        (_("OPD"), person.opd.name),
        (_("Unit"), person.unit.name),
        (_("Agency of origin"), person.agency_origin or ""),
        (_("Direct supervisor"), person.supervisor.full_name if person.supervisor else ""),
    ]


def warnings_of(person: Employee) -> list[str]:
    """Where the record and its NIP disagree; old records may, so nothing is refused for it."""
    try:
        nip = parse_nip(person.nip, clock.today())
    except Invalid as refusal:
        return [str(refusal.message)]
    return [str(warning) for warning in nip_warnings(nip, person.birth_date, Sex(person.sex))]
