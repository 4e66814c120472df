"""The people of the measurement: invented, the same every time, as many as wanted. Fifteen columns; every system gets the same rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

COLUMNS = (
    *("nip", "front_title", "name", "back_title", "birth_place", "birth_date", "sex", "employee_status", "legal_position"),
    *("job_title", "job_type", "job_level", "rank_code", "joined", "unit_id"),
)
GIVEN = (
    "Agus Ahmad Aisyah Andi Anisa Arif Bayu Bima Citra Dedi Dewi Dian Eka Endang Fajar Fitri Galih Gita Hadi Hendra Ika Indah Irfan Joko Kartika "
    "Lestari Lukman Maya Mega Nanda Nurul Oki Putri Rahmat Ratna Rina Rizki Sari Siti Slamet Sri Taufik Tri Umar Vina Wahyu Wati Yanti Yusuf Zainal"
).split()
MIDDLE = (
    "Adi Ayu Bagus Cahya Darma Dwi Eko Febri Guna Hari Indra Jaya Kurnia Laksmi Mulia Nur Okta Permata Prima Rama Restu Satria Surya Teguh Utama "
    "Wira Yoga Zaki"
).split()
FAMILY = (
    "Adiputra Anggraini Darmawan Fauzi Firmansyah Gunawan Hakim Handayani Hartono Hasibuan Hidayat Iskandar Kusuma Kusnadi Lubis Mahendra Maulana "
    "Munandar Nasution Nugroho Nurhayati Pangestu Permana Prasetyo Pratama Purnomo Rahardjo Rahmawati Ramadhan Rosadi Safitri Santoso Saputra Setiawan "
    "Simanjuntak Siregar Subagyo Sudarsono Suharto Sulistyo Supriyadi Suryadi Susanto Sutrisno Tarigan Utomo Wibowo Wicaksono Wijaya Yuliani"
).split()
FRAGMENTS = ("anggra", "arsono", "adipu", "manjun", "idaya", "ulisty", "upri", "ahend", "icakso", "urhaya", "osadi", "angest")
"""What the search is asked for: pieces of names, never their beginning."""
PLACES = ("Palembang", "Lubuklinggau", "Prabumulih", "Pagar Alam", "Jambi", "Bengkulu", "Lahat", "Baturaja")
JOBS = (
    ("Pengadministrasi Perkantoran", "pelaksana", None, "21"),
    ("Pengelola Layanan Operasional", "pelaksana", None, "24"),
    ("Penelaah Teknis Kebijakan", "pelaksana", None, "31"),
    ("Guru Ahli Pertama", "fungsional", "ahli_pertama", "32"),
    ("Guru Ahli Muda", "fungsional", "ahli_muda", "33"),
    ("Perawat Terampil", "fungsional", "terampil", "23"),
    ("Kepala Subbagian", "pengawas", None, "34"),
)
FILTERED = "pengawas"
FIRST_BIRTH, BIRTHS = date(1969, 1, 1), 12_000
MONTHS = (5, 6, 7, 8, 9, 10, 11)
FIRST_SERIAL, SERIALS = 800, 100


def people(count: int, unit_ids: list[int], first: int = 0) -> Iterator[dict[str, Any]]:
    """`count` people from number `first` on, spread over the units."""
    return (_person(number, unit_ids) for number in range(first, first + count))


def _person(number: int, unit_ids: list[int]) -> dict[str, Any]:
    born = FIRST_BIRTH + timedelta(days=number % BIRTHS)
    rest = number // BIRTHS
    male = number % 2 == 0
    joined = date(born.year + 24, MONTHS[rest // SERIALS % len(MONTHS)], 1)
    spread = number * 2_654_435_761 % 2**32  # neighbours are not alike
    title, job_type, level, rank = JOBS[spread % len(JOBS)]
    name = (GIVEN[spread // 7 % len(GIVEN)], MIDDLE[spread // 350 % len(MIDDLE)], FAMILY[spread // 9_800 % len(FAMILY)])
    return {
        "nip": f"{born:%Y%m%d}{joined:%Y%m}{1 if male else 2}{FIRST_SERIAL + rest % SERIALS}",
        "front_title": None,
        "name": " ".join(name),
        "back_title": ("S.E.", "S.Sos.", "S.Pd.", "A.Md.", None)[number % 5],
        "birth_place": PLACES[number % len(PLACES)],
        "birth_date": born,
        "sex": "L" if male else "P",
        "employee_status": "pns",
        "legal_position": "01",
        "job_title": title,
        "job_type": job_type,
        "job_level": level,
        "rank_code": rank,
        "joined": joined,
        "unit_id": unit_ids[number * 7 % len(unit_ids)],
    }
