"""Drawing the people that sit on the posts: NIP, age, rank and service fit each other, and everybody has a supervisor but the Sekretaris Daerah."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from app.demo.naming import NameSource, draw_titles
from app.demo.plan import DEMO_DAY, PersonPlan, UnitPlan
from app.demo.posts import Post
from app.demo.tables.degrees import ENTRIES
from app.organisation.rules import EmployeeStatus, JobType, Sex

PORTAL_OPENS = date(2024, 12, 2)
"""The day everybody then in service was entered; later appointments follow on NEWCOMERS_ENTERED."""
NEWCOMERS_ENTERED = date(2025, 6, 2)
RETIREMENT, LATE_RETIREMENT = 58, 60
YEARS_PER_RANK = 4
RANK_LADDER = ("11", "12", "13", "14", "21", "22", "23", "24", "31", "32", "33", "34", "41", "42", "43", "44", "45")
FIRST_SERIAL, SERIALS = 900, 100
"""Serials no agency has reached, so that no number here is a real person's."""
APPOINTED_MONTHS = (1, 2, 3, 4, 12)
ELSEWHERE = (("03", 5), ("02", 2), ("15", 1), ("04", 1))
"""Kedudukan hukum of the few who may not propose now: code and how many."""


def draw_people(rng: Random, seed: int, posts: Sequence[Post], units: Sequence[UnitPlan]) -> tuple[PersonPlan, ...]:
    """One person for each post, supervisors before those they supervise."""
    names = NameSource(rng, seed)
    nips: set[str] = set()
    phones = rng.sample(range(10_000), len(posts))
    people = [_person(rng, names, nips, post, phone) for post, phone in zip(posts, phones, strict=True)]
    people = _set_aside(rng, people, posts)
    heads = {person.leads: person.nip for person in people if person.leads}
    parents = {unit.code: unit.parent for unit in units}
    supervised = [replace(person, supervisor=_supervisor(person, heads, parents)) for person in people]
    return _in_order(supervised)


def _person(rng: Random, names: NameSource, nips: set[str], post: Post, phone: int) -> PersonPlan:
    sex = Sex.FEMALE if rng.random() < post.women else Sex.MALE
    status, rank, service = _career(rng, post)
    born = _birth_date(rng, post, service)
    nip = _nip(rng, nips, born, service, sex, status)
    age = DEMO_DAY.year - born.year
    bearer = names.draw(sex, age)
    hospital = post.unit.name.startswith(("RSUD", "Bidang Pelayanan Medik"))
    doctor = 0.12 if post.job_type is JobType.JPT_PRATAMA else 0.0
    front, back = draw_titles(
        rng, post.field, post.schooling, sex, age, bearer.religion, level=post.level, hospital=hospital, doctor=doctor
    )
    return PersonPlan(
        nip=nip,
        front_title=front,
        name=bearer.name,
        back_title=back,
        birth_place=bearer.birth_place,
        birth_date=born,
        sex=sex,
        religion=bearer.religion,
        status=status,
        legal_position="01",
        job_title=post.title,
        job_type=post.job_type,
        job_level=post.level,
        rank_code=rank,
        email_official=names.address(bearer.name) if post.leads or rng.random() < 0.93 else None,
        phone=f"08120000{phone:04d}",
        unit=post.unit.code,
        opd=post.unit.opd,
        office_address=post.unit.address,
        arrives=NEWCOMERS_ENTERED if service <= 1 else PORTAL_OPENS,
        leads=post.unit.code if post.leads else None,
    )


def _career(rng: Random, post: Post) -> tuple[EmployeeStatus, str, int]:
    """Status, golongan and full years of service."""
    entry = ENTRIES[post.schooling]
    if rng.random() < post.pppk:
        part_time = post.job_type is JobType.PELAKSANA and rng.random() < 0.3
        return (EmployeeStatus.PPPK_PART_TIME, entry.pppk, 1) if part_time else (EmployeeStatus.PPPK, entry.pppk, rng.randint(1, 5))
    rank = rng.choice([rank for rank in post.ranks if rank >= entry.rank])
    steps = RANK_LADDER.index(rank) - RANK_LADDER.index(entry.rank)
    if steps == 0 and not post.leads and rng.random() < 0.4:
        return EmployeeStatus.CPNS, rank, 1
    return EmployeeStatus.PNS, rank, max(2, steps * YEARS_PER_RANK + rng.randint(0, 3))


def _birth_date(rng: Random, post: Post, service: int) -> date:
    late = post.job_type is JobType.JPT_PRATAMA or post.level == "ahli_madya"
    youngest, oldest = ENTRIES[post.schooling].ages
    latest = (LATE_RETIREMENT if late else RETIREMENT) - 1 - service
    age = service + rng.randint(youngest, max(youngest, min(oldest, latest)))
    return date(DEMO_DAY.year - age, 1, 1) + timedelta(days=rng.randrange(365))


def _nip(rng: Random, taken: set[str], born: date, service: int, sex: Sex, status: EmployeeStatus) -> str:
    year = DEMO_DAY.year - service
    if status is EmployeeStatus.PPPK_PART_TIME:
        block = "24"
    elif status is EmployeeStatus.PPPK:
        block = "21" if service < 5 else "22"
    else:
        block = f"{3 if status is EmployeeStatus.CPNS else rng.choice(APPOINTED_MONTHS):02d}"
    start = f"{born:%Y%m%d}{year}{block}{1 if sex is Sex.MALE else 2}"
    serial = next(number for number in _serials(rng) if f"{start}{number}" not in taken)
    taken.add(f"{start}{serial}")
    return f"{start}{serial}"


def _serials(rng: Random) -> list[int]:
    return [FIRST_SERIAL + number for number in rng.sample(range(SERIALS), SERIALS)]


def _set_aside(rng: Random, people: list[PersonPlan], posts: Sequence[Post]) -> list[PersonPlan]:
    """A few of those on free posts are on study leave, on unpaid leave or suspended."""
    candidates = [
        index
        for index, person in enumerate(people)
        if not person.leads and person.status is EmployeeStatus.PNS and not posts[index].reserved
    ]
    wanted = [code for code, count in ELSEWHERE for _number in range(count)]
    chosen = dict(zip(rng.sample(candidates, min(len(wanted), len(candidates) // 4)), wanted, strict=False))
    return [replace(person, legal_position=chosen.get(index, "01")) for index, person in enumerate(people)]


def _supervisor(person: PersonPlan, heads: dict[str, str], parents: dict[str, str | None]) -> str | None:
    """The head of the office, for the head himself that of the office above; heads of OPDs answer to the Sekretaris Daerah."""
    unit: str | None = parents[person.unit] if person.leads else person.unit
    while unit is not None and unit not in heads:
        unit = parents[unit]
    top = heads["01"]
    return heads[unit] if unit is not None else None if person.nip == top else top


def _in_order(people: Sequence[PersonPlan]) -> tuple[PersonPlan, ...]:
    """Earlier arrivals first, and in each group those above before those below."""
    by_nip = {person.nip: person for person in people}

    def depth(person: PersonPlan) -> int:
        return 0 if person.supervisor is None else 1 + depth(by_nip[person.supervisor])

    return tuple(sorted(people, key=lambda person: (person.arrives, depth(person), person.unit)))
