"""What a record tells of its reach is what the database says; and a page of a list asks the database at most six times."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import joinedload

from app.kernel.db import session
from app.kernel.roles import Reach, Role
from app.kernel.scope import reached, reached_of
from app.proposals.models import Proposal
from tests.factories.city import City
from tests.factories.myasn import package_in
from tests.factories.organisation import make_employee, make_opd
from tests.factories.proposals import proposal_in
from tests.kernel.conftest import ClientOf

WHO = ("owner", "supervisor", "opd_admin", "other_opd_admin", "bkpsdm_admin", "auditor", "stranger")
MOST = 6


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent inside the block; the driver's BEGIN is no query."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("role", "reach"), [(Role.OPD_ADMIN, Reach.OPD), (Role.SUPERVISOR, Reach.SUBORDINATES)])
def test_records_tell_the_reach_as_the_database_does(town: City, who: str, role: Role, reach: Reach) -> None:
    proposal_in(town, "submitted")
    actor = town.actor(who)
    session().expire_all()
    wanted = reached(Proposal, actor, role, reach, session().scalars(select(Proposal.id)).all())
    read = session().scalars(select(Proposal).options(joinedload(Proposal.employee), joinedload(Proposal.unit))).all()
    with statements() as sent:
        assert reached_of(read, actor, role, reach) == wanted
    assert sent == []


@pytest.mark.parametrize("who", WHO[:-1])
@pytest.mark.parametrize("path", ["/proposals/list/", "/employees/list/", "/units/list/"])
def test_a_page_of_a_list_takes_at_most_six_queries(town: City, client_of: ClientOf, who: str, path: str) -> None:
    proposal_in(town, "submitted")
    client = client_of(who)
    client.get(path)
    with statements() as sent:
        status = client.get(path).status_code
    assert status in (200, 403)
    assert len(sent) <= MOST, "\n".join(sent)


@pytest.mark.parametrize("path", ["/archive-recap/", "/jp-recap/", "/myasn-recap/", "/ip-asn-opd/", "/myasn/list/", "/jp/list/"])
def test_more_records_and_opds_cost_no_more_queries(town: City, client_of: ClientOf, path: str) -> None:
    package_in(town)
    client = client_of("bkpsdm_admin")
    client.get(path)
    with statements() as few:
        assert client.get(path).status_code == 200
    for kind in ("course", "certification", "award"):
        for owner in ("owner", "colleague", "stranger"):
            package_in(town, owner=owner, kind=kind)
    for _number in range(3):
        make_employee(make_opd())
    client.get(path)
    with statements() as many:
        page = client.get(path).text
    assert page.count("<tr>") > 2
    assert len(many) <= MOST, "\n".join(many)
    assert len(many) <= len(few) + 1, "a page that is full counts its list, and nothing else is asked of more rows"
