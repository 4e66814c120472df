"""The tree of offices, read from tables/units.txt."""

from pathlib import Path

from app.demo.plan import CITY, POSTCODE, UnitPlan
from app.organisation.rules import UnitKind

TABLE = Path(__file__).parent / "tables" / "units.txt"
AGENCY_CODE = "00"
KINDS = {
    "Sekretariat": UnitKind.SECRETARIAT,
    "Bidang": UnitKind.DIVISION,
    "Bagian": UnitKind.SECTION,
    "Subbagian": UnitKind.SUBSECTION,
    "UPTD": UnitKind.UPTD,
    "Puskesmas": UnitKind.PUSKESMAS,
    "Kelurahan": UnitKind.KELURAHAN,
    "SD": UnitKind.SCHOOL,
    "SMP": UnitKind.SCHOOL,
    "TK": UnitKind.SCHOOL,
}
"""By the first word of the name."""
OWN_ADDRESS = (UnitKind.SCHOOL, UnitKind.PUSKESMAS, UnitKind.KELURAHAN, UnitKind.UPTD)
STREETS = (
    "Jalan Anggrek",
    "Jalan Bougenvil",
    "Jalan Cempaka",
    "Jalan Dahlia",
    "Jalan Flamboyan",
    "Jalan Kamboja",
    "Jalan Seroja",
    "Jalan Teratai",
)


def read_offices() -> tuple[UnitPlan, ...]:
    """Every office, parents first."""
    root = UnitPlan(AGENCY_CODE, f"Pemerintah {CITY}", UnitKind.AGENCY, None, "", f"Jalan Balai Kota Nomor 1, {POSTCODE}")
    found = [root]
    above = [root]
    counts: dict[str, int] = {}
    for line in TABLE.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        depth = (len(line) - len(line.lstrip())) // 2
        parent = above[depth]
        counts[parent.code] = counts.get(parent.code, 0) + 1
        number = f"{counts[parent.code]:02d}"
        unit = _opd(line, number) if depth == 0 else _below(line.strip(), f"{parent.code}.{number}", parent, len(found))
        found.append(unit)
        above[depth + 1 :] = [unit]
    return tuple(found)


def _opd(line: str, code: str) -> UnitPlan:
    key, name, street, share = (part.strip() for part in line.split("|"))
    return UnitPlan(code, name, UnitKind.OPD, AGENCY_CODE, key, f"{street}, {POSTCODE}", int(share))


def _below(name: str, code: str, parent: UnitPlan, number: int) -> UnitPlan:
    kind = KINDS.get(name.split()[0], UnitKind.OTHER)
    own = kind in OWN_ADDRESS or name.startswith("RSUD ")
    address = f"{STREETS[number % len(STREETS)]} Nomor {number % 37 + 2}, {POSTCODE}" if own else parent.address
    return UnitPlan(code, name, kind, parent.code, parent.opd, address)
