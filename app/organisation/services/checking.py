"""What a person's record may hold, judged once for the screens and for imports: all problems in one go, each under its field.

The decision asks Facts instead of the database; a screen answers them with a query each, an import out of what it has read in bulk.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Protocol

from flask_babel import gettext as _

from app.kernel.errors import Invalid, Text
from app.kernel.formats import format_date
from app.organisation import rules
from app.organisation.rules import EmployeeStatus, JobType, Sex
from app.reference.rules import CodeList, in_force

CONTACT = ("email_official", "phone", "office_address")
REQUIRED = ("birth_place", "job_title")
LENGTHS = {
    "front_title": 60,
    "name": 150,
    "back_title": 100,
    "birth_place": 100,
    "job_title": 200,
    "agency_origin": 200,
    "office_address": 300,
}
COLUMNS = (
    *("nip", "front_title", "name", "back_title", "birth_place", "birth_date", "sex", "religion"),
    *("employee_status", "legal_position", "ended_on", "job_title", "job_type", "job_level", "rank_code"),
    *CONTACT,
    *("agency_origin", "joined", "unit_id", "supervisor_id"),
)
SEXES, STATUSES, JOB_TYPES = ({each.value for each in enum} for enum in (Sex, EmployeeStatus, JobType))
Period = tuple[date, date | None]


class Facts(Protocol):
    """What the decision needs to know of the rest of the agency."""

    today: date
    domains: Sequence[str]

    def holder(self, nip: str) -> int | None:
        """The id of who has this NIP."""

    def ends_service(self, position: str) -> bool:
        """Whether this kedudukan hukum ends the service."""

    def in_force(self, code_list: CodeList) -> AbstractSet[str]:
        """The codes offered today."""

    def ever(self, code_list: CodeList, code: str) -> bool:
        """Whether the list has or had the code."""

    def unit(self, pk: int) -> Period | None:
        """The first and last day of a unit; None if there is none."""


class Problems(dict[str, Text]):
    """Field -> message, filled by calls that may refuse."""

    def catch(self, check: Callable[..., Any], *args: Any) -> Any:
        try:
            return check(*args)
        except Invalid as refusal:
            self.update(refusal.fields)
            return None


def checked(employee: Mapping[str, Any], changes: Mapping[str, Any], facts: Facts) -> tuple[dict[str, Any], Problems]:
    """`changes` tidied and completed, and what is wrong with them. `employee` is the record as it stands, with its id; every column None for a new one."""
    new, problems = dict(changes), Problems()
    nip = problems.catch(_checked_nip, employee, new.get("nip", employee["nip"]) or "", facts)
    if nip is not None:
        new["nip"] = nip.value
        new["birth_date"] = new.get("birth_date") or employee["birth_date"] or nip.birth_date
        new["sex"] = new.get("sex") or employee["sex"] or nip.sex.value
        if employee["joined"] is None and new.get("joined") is None and nip.appointed_month:
            new["joined"] = date(nip.appointed_year, nip.appointed_month, 1)
    new["name"] = problems.catch(rules.tidy_name, new.get("name", employee["name"]) or "")
    for name in ("front_title", "back_title"):
        new[name] = rules.tidy_titles(new.get(name, employee[name]))
    for name in ("birth_place", "job_title", "agency_origin", "office_address"):
        new[name] = " ".join((new.get(name, employee[name]) or "").split()) or None
        if new[name] is None and name in REQUIRED:
            problems[name] = _("This is needed.")
    if "phone" in new:
        new["phone"] = problems.catch(rules.tidy_phone, new["phone"])
    if "email_official" in new and new["email_official"] != employee["email_official"]:
        new["email_official"] = problems.catch(rules.tidy_official_email, new["email_official"], facts.domains)
    for name, longest in LENGTHS.items():
        if len(new.get(name) or "") > longest:
            problems[name] = _("At most %(count)s characters.", count=longest)
    _check_choices(employee, new, nip, facts, problems)
    problems.catch(_check_leaving, employee, new, facts)
    problems.catch(_check_unit, employee, new, facts)
    return new, problems


def find_circle(employee_id: int | None, supervisor_id: int, above: Callable[[int], int | None]) -> list[int] | None:
    """The ids from the supervisor up to the employee, if his supervisor is, at any distance, one he supervises; `above` tells whose supervisor is who."""
    path: list[int] = []
    person: int | None = supervisor_id
    while person is not None and person not in path:
        if person == employee_id:
            return path
        path.append(person)
        person = above(person)
    return None


def circle_refused(names: Sequence[str]) -> Invalid:
    """The refusal of a supervisor who would close the circle of `names`."""
    return Invalid(fields={"supervisor_id": _("This would close a circle: %(names)s.", names=" → ".join(names))})


def _checked_nip(employee: Mapping[str, Any], text: str, facts: Facts) -> rules.Nip:
    nip = rules.parse_nip(text, facts.today)
    if nip.value != employee["nip"] and facts.holder(nip.value) not in (None, employee["id"]):
        raise Invalid(fields={"nip": _("An employee with this NIP is already registered.")})
    return nip


def _check_choices(
    employee: Mapping[str, Any], new: dict[str, Any], nip: rules.Nip | None, facts: Facts, problems: dict[str, Text]
) -> None:
    for name, values in (("sex", SEXES), ("employee_status", STATUSES), ("job_type", JOB_TYPES)):
        value = new.get(name, employee[name])
        if value in values:
            new[name] = str(value)
        elif name != "sex" or nip is not None:
            problems[name] = _("Choose one of the list.")
    status = new.get("employee_status")
    if nip is not None and "employee_status" not in problems:
        try:
            rules.check_status(nip, EmployeeStatus(new["employee_status"]))
        except Invalid as refusal:
            problems.update(refusal.fields)
    if new.get("job_type") != JobType.FUNGSIONAL.value:
        new["job_level"] = None
    ranks = CodeList.GOLONGAN_PNS if status in (EmployeeStatus.PNS, EmployeeStatus.CPNS) else CodeList.GOLONGAN_PPPK
    lists = {"religion": CodeList.RELIGION, "legal_position": CodeList.LEGAL_POSITION, "job_level": CodeList.JOB_LEVEL, "rank_code": ranks}
    for name, code_list in lists.items():
        value, old = new.get(name, employee[name]) or None, employee[name]
        new[name] = value
        if value is None:
            wrong = name == "legal_position"
        else:
            wrong = value not in facts.in_force(code_list) and not (value == old and facts.ever(code_list, value))
        if wrong:
            problems[name] = _("Choose one of the list.")


def _check_leaving(employee: Mapping[str, Any], new: dict[str, Any], facts: Facts) -> None:
    """The day of leaving goes with a legal position that ends the service: today where it begins now and no other is said; who returns has none."""
    before, asked = employee["ended_on"], new.get("ended_on", employee["ended_on"])
    new["ended_on"] = None
    if not facts.ends_service(new["legal_position"] or ""):
        if asked not in (None, before):
            raise Invalid(fields={"ended_on": _("Only a legal position that ends the service has this day.")})
        return
    began = new.get("joined", employee["joined"])
    if asked is None and employee["id"] is not None and not facts.ends_service(employee["legal_position"]):
        asked = facts.today
    if asked is not None and asked > facts.today:
        raise Invalid(fields={"ended_on": _("This day has not come yet.")})
    if asked is not None and began is not None and asked < began:
        raise Invalid(fields={"ended_on": _("Nobody leaves before his service began (%(day)s).", day=format_date(began))})
    new["ended_on"] = asked


def _check_unit(employee: Mapping[str, Any], new: Mapping[str, Any], facts: Facts) -> None:
    unit_id = new.get("unit_id", employee["unit_id"])
    period = facts.unit(unit_id) if unit_id is not None else None
    if period is None:
        raise Invalid(fields={"unit_id": _("Choose the unit.")})
    if unit_id != employee["unit_id"] and not in_force(*period, facts.today):
        raise Invalid(fields={"unit_id": _("This unit is closed.")})
