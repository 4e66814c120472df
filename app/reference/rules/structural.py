"""The ladder of structural trainings by the words they are called by, present names and older ones (standards 5, 6): one table for all who read a name."""

import re
from collections.abc import Mapping
from enum import StrEnum


class StructuralStep(StrEnum):
    """A step of the ladder; the values are SIASN's ids of latihanStruktural."""

    SEPADA = "1"
    PIM_IV = "2"
    PIM_III = "3"
    PIM_II = "4"
    PIM_I = "5"
    SESPIM = "6"
    SESPATI = "7"
    OTHER = "8"


STRUCTURAL_LADDER: Mapping[StructuralStep, tuple[str, ...]] = {
    StructuralStep.SESPIM: ("sespim",),
    StructuralStep.SESPATI: ("sespati",),
    StructuralStep.PIM_I: ("pkn i", "kepemimpinan nasional i", "pim i", "kepemimpinan i", "sepati"),
    StructuralStep.PIM_II: ("pkn ii", "kepemimpinan nasional ii", "pim ii", "kepemimpinan ii", "spamen", "sespa", "sespanas"),
    StructuralStep.PIM_III: ("pka", "kepemimpinan administrator", "pim iii", "kepemimpinan iii", "spama", "sepadya"),
    StructuralStep.PIM_IV: ("pkp", "kepemimpinan pengawas", "pim iv", "kepemimpinan iv", "adum", "sepala"),
    StructuralStep.SEPADA: ("sepada",),
}
"""The first step one of whose names stands in the name of a training is its own."""

LEFT_OUT = ("tingkat", "tk")


def structural_step(name: str) -> StructuralStep:
    """The step that a training of this name is; OTHER for a name that tells none."""
    words = [word.removeprefix("diklat") for word in re.findall(r"\w+", name.lower()) if word not in LEFT_OUT]
    text = f" {' '.join(words)} "
    return next((step for step, names in STRUCTURAL_LADDER.items() if any(f" {each} " in text for each in names)), StructuralStep.OTHER)
