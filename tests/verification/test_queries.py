"""The officer's queue in its order, and the same file or number under two records."""

from datetime import timedelta

import pytest
from flask import Flask

from app.archive.models import ArchiveDocument
from app.awards.models import Award
from app.certificates.models import Certificate
from app.credentials.listings import COURSES
from app.credentials.models import Course
from app.kernel import clock
from app.kernel.approval import take_step
from app.kernel.listing import ListState
from app.verification.queries import MOST_TWINS, first_waiting, place_of, queue_length, same_files, same_number
from tests.factories.archive import document_in
from tests.factories.awards import award_in
from tests.factories.certificates import certificate_in
from tests.factories.city import City
from tests.factories.credentials import certification_in, course_in, make_proof
from tests.factories.files import pdf

ALL = ListState()


def test_the_queue_is_by_age_inside_the_filters_and_without_ones_own(ctx: Flask, city: City) -> None:
    officer = city.actor("bkpsdm_admin")
    made = []
    for days, owner in ((1, "owner"), (9, "colleague"), (5, "stranger"), (7, "bkpsdm_admin")):
        with clock.at(clock.now() - timedelta(days=days)):
            made.append(course_in(city, owner=owner, name=f"Kursus {owner}"))
    own_last, oldest, middle, _mine = made
    assert first_waiting(COURSES, officer, ALL) == oldest.id
    assert queue_length(COURSES, officer, ALL) == 3
    place = place_of(COURSES, officer, ALL, middle)
    assert (place.number, place.total, place.previous, place.next) == (2, 3, oldest.id, own_last.id)
    narrow = COURSES.parse(officer, {"q": "stranger"})
    assert (queue_length(COURSES, officer, narrow), first_waiting(COURSES, officer, narrow)) == (1, middle.id)
    take_step(officer, Course, middle.id, "approve")
    place = place_of(COURSES, officer, ALL, middle)
    assert (place.number, place.total, place.next) == (0, 2, oldest.id)
    assert queue_length(COURSES, city.actor("auditor"), ALL) == 0


def test_records_of_one_moment_stand_one_after_the_other(ctx: Flask, city: City) -> None:
    officer, moment = city.actor("bkpsdm_admin"), clock.now()
    with clock.at(moment):
        first, second, third = (course_in(city) for _each in range(3))
    places = [place_of(COURSES, officer, ALL, record) for record in (first, second, third)]
    assert [(place.number, place.previous, place.next) for place in places] == [
        (1, None, second.id),
        (2, first.id, third.id),
        (3, second.id, None),
    ]


def test_the_same_file_is_found_across_people_and_kinds_but_only_what_one_sees(ctx: Flask, city: City) -> None:
    scan = pdf(text="Sertifikat yang sama")
    proofs = {name: make_proof(city.actor(name), content=scan) for name in ("owner", "colleague", "stranger")}
    mine = course_in(city, certificate_id=proofs["owner"])
    other = course_in(city, owner="colleague", certificate_id=proofs["colleague"])
    far = certification_in(city, owner="stranger", certificate_id=proofs["stranger"])
    course_in(city, owner="colleague")
    assert {(type(each), each.id) for each in same_files(city.actor("bkpsdm_admin"), mine)} == {
        (type(other), other.id),
        (type(far), far.id),
    }
    assert [each.id for each in same_files(city.actor("opd_admin"), mine)] == [other.id]
    assert list(same_files(city.actor("owner"), mine)) == []


def test_a_number_seen_before_is_found_however_it_is_written(ctx: Flask, city: City) -> None:
    first = course_in(city, number="20/BKPSDM/003/I/2026")
    second = course_in(city, owner="colleague", number="20-bkpsdm-003-i-2026")
    third = certification_in(city, owner="stranger", number="20.BKPSDM.003.I.2026")
    nameless = [course_in(city, number="-") for _each in range(2)]
    officer = city.actor("bkpsdm_admin")
    assert {(type(each), each.id) for each in same_number(officer, first)} == {(type(second), second.id), (type(third), third.id)}
    assert [each.id for each in same_number(city.actor("opd_admin"), first)] == [second.id]
    assert list(same_number(officer, nameless[0])) == []


@pytest.mark.manual("S19")
def test_a_number_is_looked_for_among_the_portals_certificates_the_archive_and_awards_too(ctx: Flask, city: City) -> None:
    """As far as the reader sees them; what stands in this person's own records comes first."""
    issued = certificate_in(city, owner="owner")
    written = issued.number.replace("/", " - ").lower()
    far = document_in(city, owner="stranger", number=written)
    near = award_in(city, owner="colleague", number=written)
    course = course_in(city, owner="owner", number=written)
    assert [(type(each), each.id) for each in same_number(city.actor("bkpsdm_admin"), course)] == [
        (Certificate, issued.id),
        (ArchiveDocument, far.id),
        (Award, near.id),
    ]
    assert [type(each) for each in same_number(city.actor("opd_admin"), course)] == [Certificate, Award]
    assert [type(each) for each in same_number(city.actor("owner"), course)] == [Certificate]


def test_five_of_a_kind_hide_no_record_of_the_same_person(ctx: Flask, city: City) -> None:
    for _each in range(MOST_TWINS):
        document_in(city, owner="colleague", number="7/A")
    mine = course_in(city, number="7.a")
    found = same_number(city.actor("bkpsdm_admin"), course_in(city, number="7/a"))
    assert found[0].id == mine.id
    assert len(found) == MOST_TWINS
