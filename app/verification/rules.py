"""How the proof of a verified record is called, and when two numbers are the same: pure decisions (S16)."""

import re
from datetime import date

from app.documents.rules import name_part

LONGEST_KEY = 100


def number_key(number: str) -> str:
    """What two spellings of one certificate number share: its letters and digits in lower case, at most LONGEST_KEY; "" for one that is only "-"."""
    return "".join(re.findall(r"[^\W_]+", number.casefold()))[:LONGEST_KEY]


def file_name(day: date, number: str, name: str) -> str:
    """How the proof is called when it is fetched: date, number and name (S16), "2026-01-15-Nomor_-_20-BKPSDM-003-I-2026-Sosialisasi_Manajemen_ASN.pdf"."""
    return f"{day:%Y-%m-%d}-Nomor_-_{name_part(number)}-{name_part(name)}.pdf"
