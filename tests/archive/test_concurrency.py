"""Two documents of one person decided at the same instant both count, on PostgreSQL and on SQLite."""

from functools import partial

import pytest
from flask import Flask

from app.archive.models import ArchiveDocument
from app.archive.queries import score_of
from app.archive.services import add_document
from app.kernel.approval import take_step
from app.kernel.db import session
from app.kernel.errors import Invalid
from tests.factories.archive import document_in, document_values
from tests.factories.city import make_city
from tests.proposals.test_concurrency import at_once

ROUNDS = 8


@pytest.mark.manual("S7")
def test_two_officers_approving_two_documents_lose_no_points(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        officers = city.actor("bkpsdm_admin"), city.actor("second_bkpsdm_admin")
    for _round in range(ROUNDS):
        with app.app_context():
            pks = [document_in(city, document_type=key).id for key in ("sk_pns", "d2np")]
        at_once(app, *(partial(_decide, officer, pk, "approve") for officer, pk in zip(officers, pks, strict=True)))
        with app.app_context():
            found = score_of(city.ids["owner"])
            assert found is not None
            assert found.points == found.main + found.conditional == 32.5 + 15
            for pk in pks:
                take_step(officers[1], ArchiveDocument, pk, "cancel", "<p>Ulang</p>")
                take_step(city.actor("owner"), ArchiveDocument, pk, "delete")


@pytest.mark.gate("G5")
def test_the_same_single_document_sent_twice_at_once_is_there_once(app: Flask) -> None:
    with app.app_context():
        city = make_city()
        owner = city.actor("owner")
        sent = [document_values(owner, document_type="sk_pns") for _each in range(2)]
    answers = at_once(app, *(partial(_add, owner, values) for values in sent))
    assert sorted(type(each).__name__ for each in answers) == [Invalid.__name__, "int"]
    with app.app_context():
        assert session().query(ArchiveDocument).count() == 1


def _decide(actor: object, pk: int, key: str) -> str:
    return str(take_step(actor, ArchiveDocument, pk, key).state)  # type: ignore[arg-type]


def _add(actor: object, values: dict[str, object]) -> int:
    return add_document(actor, values).id  # type: ignore[arg-type]
