"""Drawing names, and everything that hangs on a name: religion, birthplace, titles, e-mail address."""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from faker import Faker

from app.demo.plan import DOMAIN
from app.demo.tables.degrees import FIELDS, SPECIALISTS, Schooling
from app.demo.tables.names import AT_HOME, CULTURES, FAKER, FATHERS, HOME_CITY, ISLAM, JAWA, Culture
from app.organisation.rules import Sex

HAJI_AGE, OLD_TITLES_AGE = 42, 53


@dataclass(frozen=True)
class Bearer:
    """A name with where it comes from."""

    name: str
    religion: str
    birth_place: str


class NameSource:
    """Draws names nobody else of the agency has; the same seed draws the same names."""

    def __init__(self, rng: Random, seed: int) -> None:
        self._rng = rng
        self._faker = Faker("id_ID")
        self._faker.seed_instance(seed)
        self._taken: set[str] = set()
        self._addresses: set[str] = set()

    def draw(self, sex: Sex, age: int) -> Bearer:
        """A new name."""
        while True:
            culture = self._rng.choices(CULTURES, [each.weight for each in CULTURES])[0]
            name = self._name(culture, sex, age)
            if name not in self._taken:
                self._taken.add(name)
                codes, weights = zip(*culture.religions, strict=True)
                religion = ISLAM if re.search(r" (bin|binti) ", name) else self._rng.choices(codes, weights)[0]
                place = HOME_CITY if self._rng.random() < AT_HOME else self._rng.choice(culture.birthplaces)
                return Bearer(name, religion, place)

    def address(self, name: str) -> str:
        """An official e-mail address nobody else has."""
        flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z]+", flat.replace("'", ""))
        kept = [word for word in words if word not in ("bin", "binti", "i", "ni")]
        local = ".".join(kept[:2])
        number, address = 1, local
        while address in self._addresses:
            number += 1
            address = f"{local}{number}"
        self._addresses.add(address)
        return f"{address}@{DOMAIN}"

    def _name(self, culture: Culture, sex: Sex, age: int) -> str:
        rng, male = self._rng, sex is Sex.MALE
        if culture is FAKER:
            first = self._faker.first_name_male() if male else self._faker.first_name_female()
            return f"{first} {self._faker.last_name_male() if male else self._faker.last_name_female()}"
        first = rng.choice(culture.male if male else culture.female)
        second = rng.choice(culture.male_second if male else culture.female_second)
        if culture.singles and age > 45 and rng.random() < 0.35:
            return f"{first}" if len(first) > 5 else f"{first}{'no' if male else 'ni'}"
        if culture.patronyms and rng.random() < 0.14:
            return f"{first} {'bin' if male else 'binti'} {rng.choice(FATHERS)}"
        if culture is not JAWA and rng.random() < 0.12 and first != second:
            middle = rng.choice(culture.male if male else culture.female)
            if middle not in (first, second) and " " not in middle:
                return f"{first} {middle} {second}"
        return f"{first} {second}" if first != second else f"{first} {rng.choice(FATHERS)}"


def draw_titles(
    rng: Random,
    field: str,
    schooling: Schooling,
    sex: Sex,
    age: int,
    religion: str,
    *,
    level: str | None = None,
    hospital: bool = False,
    doctor: float = 0.0,
) -> tuple[str | None, str | None]:
    """Titles in front of and behind the name, as schooling, age and faith make them likely; `doctor` is the chance of a Dr."""
    front, back = _degrees(rng, field, schooling, sex, age)
    if hospital and level == "ahli_madya" and front == ["dr."]:
        back.append(rng.choice(SPECIALISTS))
    if rng.random() < doctor and not front:
        front = ["Dr."]
    if religion == ISLAM and age >= HAJI_AGE and rng.random() < 0.18:
        front.append("H." if sex is Sex.MALE else "Hj.")
    return " ".join(front) or None, ", ".join(back) or None


def _degrees(rng: Random, field: str, schooling: Schooling, sex: Sex, age: int) -> tuple[list[str], list[str]]:
    table = FIELDS[field]
    if schooling is Schooling.SMA:
        return [], []
    if schooling is Schooling.D3:
        return [], [rng.choice(table.d3)]
    front = [table.front] if table.front and schooling is Schooling.PROFESSION else []
    bachelor = [rng.choice(table.s1)] if table.s1 else []
    if schooling is Schooling.S1 and field in ("umum", "pemerintahan", "pendidikan") and age >= OLD_TITLES_AGE and rng.random() < 0.4:
        return ["Drs." if sex is Sex.MALE else "Dra."], []
    second = schooling is Schooling.S2 or (age > 35 and rng.random() < 0.15)
    return front, [*bachelor, *([rng.choice(table.s2)] if second and (bachelor or table.front) else [])]
