"""`python -m bench.fill N`: bring the portal's database (DATA_DIR, DATABASE_URL) to N people, written as an import writes them."""

import sys
from itertools import islice

from sqlalchemy import func, select, text

from app import create_app
from app.kernel.actor import system_actor
from app.kernel.db import session, transaction
from app.kernel.held import held as held
from app.organisation.models import Employee, Unit
from app.organisation.rules import UnitKind
from app.organisation.services.bulk import People
from bench.people import people

AT_ONCE = 10_000
UNKNOWN = {
    "religion": "1",
    "email_official": None,
    "phone": None,
    "office_address": None,
    "agency_origin": None,
    "supervisor_id": None,
    "ended_on": None,
}


def main(wanted: int) -> None:
    app = create_app()
    with app.app_context():
        with transaction():
            present = session().scalar(select(func.count()).select_from(Employee)) or 0
            units = list(session().scalars(select(Unit.id).where(Unit.kind != UnitKind.AGENCY.value).order_by(Unit.id)))
            bulk, made = People(system_actor()), people(max(0, wanted - present), units)
            while rows := [person | UNKNOWN for person in islice(made, AT_ONCE)]:
                bulk.write(rows)
        session().execute(text("ANALYZE"))
        session().commit()


if __name__ == "__main__":
    main(int(sys.argv[1]))
