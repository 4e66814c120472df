"""Who is told of a proposal's steps, as rows (P17, P25, P31; standards 13). What leaves the portal names neither person nor reason."""

from app.kernel.roles import Role
from app.notifications.rules import N_, OWNER, ROLE, Notice, register_notices

PAGE = "ProposalView.show"

register_notices(
    Notice(
        "proposal.create",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A new training proposal has come in: %(subject)s"),
        outside=N_("A new training proposal has come in"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "proposal.resubmit",
        (ROLE(Role.OPD_ADMIN),),
        title=N_("A corrected training proposal has come in: %(subject)s"),
        outside=N_("A corrected training proposal has come in"),
        opens=PAGE,
        chosen=(),
    ),
    Notice(
        "proposal.forward",
        (OWNER,),
        title=N_("Your training proposal has been forwarded to the SIIP-ASN admin: %(subject)s"),
        outside=N_("Your training proposal: status forwarded to the SIIP-ASN admin"),
        opens=PAGE,
    ),
    Notice(
        "proposal.forward",
        (ROLE(Role.BKPSDM_ADMIN),),
        title=N_("A training proposal has been forwarded to the SIIP-ASN admin: %(subject)s"),
        outside=N_("A training proposal: status forwarded to the SIIP-ASN admin"),
        opens=PAGE,
    ),
    Notice(
        "proposal.revise",
        (OWNER,),
        title=N_("Your training proposal needs revision: %(subject)s"),
        outside=N_("Your training proposal needs revision"),
        opens=PAGE,
    ),
    Notice(
        "proposal.reject",
        (OWNER,),
        title=N_("Your training proposal has been rejected: %(subject)s"),
        outside=N_("Your training proposal has been rejected"),
        opens=PAGE,
    ),
    Notice(
        "proposal.approve",
        (OWNER,),
        title=N_("Your training proposal has been approved: %(subject)s"),
        outside=N_("Your training proposal has been approved"),
        opens=PAGE,
    ),
    Notice(
        "proposal.delete",
        (OWNER,),
        title=N_("Your training proposal has been deleted by the SIIP-ASN admin: %(subject)s"),
        outside=N_("Your training proposal has been deleted by the SIIP-ASN admin"),
        opens=PAGE,
    ),
)
