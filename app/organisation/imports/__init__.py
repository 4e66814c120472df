"""Units, people, supervisors, heads and competence tests as an agency has them in its spreadsheets."""

from app.kernel.importing import register_import
from app.organisation.imports.competence import COMPETENCE_TESTS
from app.organisation.imports.employees import EMPLOYEES
from app.organisation.imports.heads import HEADS
from app.organisation.imports.supervisors import SUPERVISORS
from app.organisation.imports.units import UNITS

for declared in (UNITS, EMPLOYEES, SUPERVISORS, HEADS, COMPETENCE_TESTS):
    register_import(declared)
