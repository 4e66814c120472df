"""A small agency with one person of every kind, for tests below the views: two OPDs, so that there is always somebody else's."""

from dataclasses import dataclass, field

from app.kernel.actor import Actor, Assignment
from app.kernel.db import session
from app.kernel.roles import Role
from app.organisation.models import Employee, Unit
from tests.factories.organisation import employee_actor, make_agency, make_employee, make_opd, make_unit, opd_admin_actor
from tests.factories.organisation import role_actor as _role_actor


@dataclass
class City:
    """`person(name)` is the employee, `actor(name)` the acting person; it works in any context.

    Names: owner, colleague, supervisor, opd_admin, other_opd_admin, stranger, bkpsdm_admin …
    """

    opd_id: int
    other_opd_id: int
    ids: dict[str, int]
    actors: dict[str, Actor] = field(default_factory=dict)

    def person(self, name: str) -> Employee:
        return session().get_one(Employee, self.ids[name])

    @property
    def opd(self) -> Unit:
        return session().get_one(Unit, self.opd_id)

    @property
    def other_opd(self) -> Unit:
        return session().get_one(Unit, self.other_opd_id)

    def actor(self, name: str) -> Actor:
        return self.actors[name]


def make_city() -> City:
    """Build it; one transaction per row, through the portal's services."""
    make_agency()
    opd, other_opd = make_opd("Dinas Pendidikan"), make_opd("Dinas Kesehatan")
    unit = make_unit(opd, name="Bidang Guru")
    supervisor = make_employee(unit)
    people = {
        "supervisor": supervisor,
        "owner": make_employee(unit, supervisor=supervisor),
        "colleague": make_employee(unit),
        "opd_admin": make_employee(opd),
        "other_opd_admin": make_employee(other_opd),
        "stranger": make_employee(other_opd),
        "bkpsdm_admin": make_employee(make_opd("BKPSDM")),
    }
    city = City(opd.id, other_opd.id, {name: person.id for name, person in people.items()})
    for number, name in enumerate(("owner", "colleague", "supervisor", "stranger"), start=1001):
        city.actors[name] = employee_actor(people[name], number)
    city.actors["opd_admin"] = opd_admin_actor(opd, people["opd_admin"], 2001)
    city.actors["other_opd_admin"] = opd_admin_actor(other_opd, people["other_opd_admin"], 2002)
    admin = people["bkpsdm_admin"]
    roles = (Assignment(Role.BKPSDM_ADMIN), Assignment(Role.EMPLOYEE))
    city.actors["bkpsdm_admin"] = Actor(3001, admin.full_name, admin.id, roles)
    city.actors["second_bkpsdm_admin"] = Actor(3002, "Admin Kedua", None, (Assignment(Role.BKPSDM_ADMIN),))
    city.actors["auditor"] = _role_actor(Role.AUDITOR, 4001)
    city.actors["superuser"] = _role_actor(Role.SUPERUSER, 5001)
    return city
