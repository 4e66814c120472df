"""The posts to be filled: one head for every office, then the free posts of each OPD by its share."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.demo.plan import UnitPlan
from app.demo.tables.degrees import Schooling
from app.demo.tables.jobs import EVERYWHERE, HEAD_FIELDS, JOBS, LEVEL_NAMES, LEVEL_RANKS, LEVEL_WEIGHTS, OFFICE_KINDS, PELAKSANA_RANKS, Job
from app.organisation.rules import JobType, UnitKind

ADMIN_OFFICE = "Subbagian Umum dan Kepegawaian"
"""Its head is the OPD's admin in the portal (P2)."""

HIGH_RANKS = ("42", "43")
CAMAT_RANKS, ADMINISTRATOR_RANKS, DIVISION_RANKS, PENGAWAS_RANKS, LURAH_RANKS = (
    ("41", "42"),
    ("41", "42"),
    ("34", "41"),
    ("33", "34"),
    ("33", "34"),
)
ADVISERS = ("Bidang Pemerintahan, Hukum dan Politik", "Bidang Ekonomi dan Pembangunan", "Bidang Kemasyarakatan dan Sumber Daya Manusia")

STAGE_OFFICE, STAFF_OFFICE, AUDIT_OFFICE = (
    "Bidang Aplikasi Informatika",
    "Bidang Pengembangan Kompetensi Aparatur",
    "Inspektur Pembantu Wilayah I",
)
CAST_JOBS = (
    (STAGE_OFFICE, "Pranata Komputer Ahli Muda", "komputer"),
    (STAFF_OFFICE, "Analis Sumber Daya Manusia Aparatur Ahli Muda", "manajemen sdm"),
    (AUDIT_OFFICE, "Auditor Ahli Muda", "keuangan"),
)
"""Posts of those who sign in on the demo's first page; filled in every city, however small."""


@dataclass(frozen=True)
class Post:
    """A chair: its title, what rank and schooling whoever sits on it has; `women` and `pppk` are chances. On a `reserved` one sits somebody the demo needs."""

    unit: UnitPlan
    title: str
    job_type: JobType
    ranks: tuple[str, ...]
    schooling: Schooling
    field: str
    level: str | None = None
    leads: bool = False
    women: float = 0.4
    pppk: float = 0.0
    reserved: bool = False


def fill_posts(rng: Random, units: Sequence[UnitPlan], employees: int) -> list[Post]:
    """Exactly `employees` posts; raises ValueError if there would be offices without a head."""
    opds = [unit for unit in units if unit.kind is UnitKind.OPD]
    posts = [head_post(unit) for unit in units if unit.kind is not UnitKind.AGENCY]
    setda = next(unit for unit in opds if unit.opd == "setda")
    posts += [Post(setda, f"Staf Ahli Wali Kota {area}", JobType.JPT_PRATAMA, HIGH_RANKS, Schooling.S2, "umum") for area in ADVISERS]
    for office, title, field in CAST_JOBS:
        unit = next(unit for unit in units if unit.name == office)
        posts.append(Post(unit, title, JobType.FUNGSIONAL, LEVEL_RANKS["ahli_muda"], Schooling.S1, field, "ahli_muda", reserved=True))
    free = employees - len(posts)
    if free < 0:
        raise ValueError(f"the city needs at least {len(posts)} employees")
    for opd, count in _shares(opds, free):
        mine = [unit for unit in units if unit.opd == opd.opd]
        posts += [_free_post(rng, mine) for _number in range(count)]
    return posts


def head_post(unit: UnitPlan) -> Post:
    """Who leads an office."""
    field = HEAD_FIELDS.get(unit.opd, "umum")
    match unit.kind:
        case UnitKind.OPD:
            return _opd_head(unit, field)
        case UnitKind.SECRETARIAT:
            title = f"Sekretaris {unit.name.removeprefix('Sekretariat ')}"
            ranks = DIVISION_RANKS if "Kecamatan" in unit.name else ADMINISTRATOR_RANKS
            return Post(unit, title, JobType.ADMINISTRATOR, ranks, Schooling.S2, field, leads=True)
        case UnitKind.SCHOOL:
            return Post(
                unit,
                f"Kepala {unit.name}",
                JobType.FUNGSIONAL,
                LEVEL_RANKS["ahli_madya"],
                Schooling.S2,
                "pendidikan",
                "ahli_madya",
                True,
                0.6,
            )
        case UnitKind.PUSKESMAS:
            return Post(
                unit,
                f"Kepala {unit.name}",
                JobType.FUNGSIONAL,
                LEVEL_RANKS["ahli_muda"],
                Schooling.PROFESSION,
                "dokter",
                "ahli_muda",
                True,
                0.6,
            )
        case UnitKind.KELURAHAN:
            return Post(
                unit,
                f"Lurah {unit.name.removeprefix('Kelurahan ')}",
                JobType.PENGAWAS,
                LURAH_RANKS,
                Schooling.S1,
                "pemerintahan",
                None,
                True,
                0.3,
            )
        case UnitKind.SUBSECTION | UnitKind.UPTD:
            return Post(unit, f"Kepala {unit.name}", JobType.PENGAWAS, PENGAWAS_RANKS, Schooling.S1, "umum", None, True, 0.5)
        case UnitKind.OTHER:
            return _other_head(unit)
        case _:
            return Post(unit, f"Kepala {unit.name}", JobType.ADMINISTRATOR, DIVISION_RANKS, Schooling.S2, field, leads=True)


def _opd_head(unit: UnitPlan, field: str) -> Post:
    if unit.name.startswith("Kecamatan "):
        return Post(
            unit,
            f"Camat {unit.name.removeprefix('Kecamatan ')}",
            JobType.ADMINISTRATOR,
            CAMAT_RANKS,
            Schooling.S2,
            "pemerintahan",
            leads=True,
            women=0.2,
        )
    if unit.opd == "setda":
        return Post(unit, "Sekretaris Daerah", JobType.JPT_PRATAMA, ("43", "44"), Schooling.S2, "pemerintahan", leads=True, women=0.2)
    titles = {"setwan": "Sekretaris Dewan Perwakilan Rakyat Daerah", "inspektorat": "Inspektur Daerah"}
    return Post(
        unit, titles.get(unit.opd, f"Kepala {unit.name}"), JobType.JPT_PRATAMA, HIGH_RANKS, Schooling.S2, field, leads=True, women=0.3
    )


def _other_head(unit: UnitPlan) -> Post:
    if unit.name.startswith("Asisten "):
        return Post(unit, unit.name, JobType.JPT_PRATAMA, HIGH_RANKS, Schooling.S2, "pemerintahan", leads=True, women=0.3)
    if unit.name.startswith("Seksi "):
        return Post(unit, f"Kepala {unit.name}", JobType.PENGAWAS, PENGAWAS_RANKS, Schooling.S1, "pemerintahan", leads=True)
    if unit.name.startswith("RSUD "):
        return Post(unit, f"Direktur {unit.name}", JobType.ADMINISTRATOR, ADMINISTRATOR_RANKS, Schooling.PROFESSION, "dokter", leads=True)
    return Post(unit, unit.name, JobType.ADMINISTRATOR, ADMINISTRATOR_RANKS, Schooling.S2, "keuangan", leads=True)


def _shares(opds: Sequence[UnitPlan], free: int) -> list[tuple[UnitPlan, int]]:
    """`free` posts by share; what rounding leaves over goes to the largest."""
    whole = sum(opd.share for opd in opds)
    counts = {opd.code: free * opd.share // whole for opd in opds}
    ranked = sorted(opds, key=lambda opd: (-opd.share, opd.code))
    for index in range(free - sum(counts.values())):
        counts[ranked[index % len(ranked)].code] += 1
    return [(opd, counts[opd.code]) for opd in opds]


def _free_post(rng: Random, units: Sequence[UnitPlan]) -> Post:
    jobs = [job for job in (*JOBS.get(units[0].opd, ()), *EVERYWHERE) if _places(job, units)]
    job = rng.choices(jobs, [job.weight for job in jobs])[0]
    unit = rng.choice(_places(job, units))
    if not job.levels:
        return Post(
            unit, job.title, JobType.PELAKSANA, PELAKSANA_RANKS[job.schooling], job.schooling, job.field, women=job.women, pppk=job.pppk
        )
    level = rng.choices(job.levels, [LEVEL_WEIGHTS[level] for level in job.levels])[0]
    chance = job.pppk if level == job.levels[0] else 0.0
    title = f"{job.title} {LEVEL_NAMES[level]}"
    return Post(
        unit, title, JobType.FUNGSIONAL, LEVEL_RANKS[level], job.schooling, job.field, level, women=job.women, pppk=min(1.0, chance * 1.7)
    )


def _places(job: Job, units: Sequence[UnitPlan]) -> list[UnitPlan]:
    if job.at:
        return [unit for unit in units if unit.name.startswith(job.at)]
    return [unit for unit in units if unit.kind in OFFICE_KINDS and not unit.name.startswith(("Asisten ", "Inspektur ", "RSUD "))]
