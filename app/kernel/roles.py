"""The roles people act in, and how far each may reach. Roles are data: FAB's roles and permissions are written from GRANTS (`access.py`)."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Reach(StrEnum):
    """Which rows a role covers. OPD means the subtree of the unit the role was given for, AUDIENCE those whom the record itself is meant for."""

    OWN = "own"
    SUBORDINATES = "subordinates"
    OPD = "opd"
    AUDIENCE = "audience"
    ALL = "all"


class Role(StrEnum):
    """The value is the key kept in history and audit; `fab_name` is the name of FAB's role."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    OPD_ADMIN = "opd_admin"
    BKPSDM_ADMIN = "bkpsdm_admin"
    AUDITOR = "auditor"
    SUPERUSER = "superuser"
    SYSTEM = "system"

    @property
    def label(self) -> LazyString:
        return LABELS[self]

    @property
    def fab_name(self) -> str:
        return FAB_NAMES[self]


LABELS: dict[Role, LazyString] = {
    Role.EMPLOYEE: _("Employee"),
    Role.SUPERVISOR: _("Direct supervisor"),
    Role.OPD_ADMIN: _("OPD admin"),
    Role.BKPSDM_ADMIN: _("BKPSDM admin"),
    Role.AUDITOR: _("Auditor"),
    Role.SUPERUSER: _("System administrator"),
    Role.SYSTEM: _("System"),
}

FAB_NAMES: dict[Role, str] = {
    Role.EMPLOYEE: "Pegawai",
    Role.SUPERVISOR: "Atasan Langsung",
    Role.OPD_ADMIN: "Admin OPD",
    Role.BKPSDM_ADMIN: "Admin BKPSDM",
    Role.AUDITOR: "Auditor",
    Role.SUPERUSER: "Admin",
    Role.SYSTEM: "System",
}

SIGNED_IN: tuple[Role, ...] = (
    Role.EMPLOYEE,
    Role.SUPERVISOR,
    Role.OPD_ADMIN,
    Role.BKPSDM_ADMIN,
    Role.AUDITOR,
    Role.SUPERUSER,
)
"""Every role a person can hold; SYSTEM belongs to jobs."""

ASSIGNABLE: tuple[Role, ...] = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR, Role.SUPERUSER)
"""Roles given on a screen; EMPLOYEE and SUPERVISOR follow from the personnel record itself."""
