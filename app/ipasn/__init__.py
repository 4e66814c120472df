"""An estimate of the Indeks Profesionalitas ASN with its reasons, out of the approved hours of learning and what the person himself says."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.ipasn.api import IpAsnApi
from app.ipasn.views import IpAsnOpdView, IpAsnView
from app.kernel.access import EXPORT, Grant
from app.kernel.roles import Role
from app.ledger import LEARNING

USES: tuple[str, ...] = ()

OFFICERS = (Role.OPD_ADMIN, Role.BKPSDM_ADMIN, Role.AUDITOR)
GRANTS = (
    Grant("IpAsnView", ("can_own",), (Role.EMPLOYEE,)),
    Grant("IpAsnView", ("can_person",), (Role.SUPERVISOR, *OFFICERS)),
    Grant("IpAsnOpdView", ("can_index", *EXPORT), OFFICERS),
    Grant("IpAsnApi", ("can_get", "can_get_list", "can_info"), (Role.EMPLOYEE, Role.SUPERVISOR, *OFFICERS)),
    Grant("IpAsnApi", ("can_recap",), OFFICERS),
)


def register(appbuilder: Any) -> None:
    """Menu "Jam Pelajaran": one's own estimate, and the OPDs for those who administer."""
    appbuilder.add_view(IpAsnView, "IP ASN (estimate)", label=_("IP ASN (estimate)"), icon="bar-chart", **LEARNING)
    appbuilder.add_view(IpAsnOpdView, "IP ASN by OPD", label=_("IP ASN by OPD (estimate)"), icon="bar-chart", **LEARNING)
    appbuilder.add_api(IpAsnApi)
