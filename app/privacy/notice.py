"""The privacy notice (UU 27/2022, Ps. 20, 21): purpose, legal basis, kinds of data, retention, rights. Text of the portal, in both languages by the catalogue."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.kernel.errors import Text

VERSION = "2026-11"


@dataclass(frozen=True)
class Section:
    """One heading with its paragraphs, or a list where `items` are given."""

    key: str
    title: Text
    paragraphs: tuple[Text, ...] = ()
    items: tuple[Text, ...] = ()


NOTICE: tuple[Section, ...] = (
    Section(
        "controller",
        _("Who is responsible"),
        (
            _(
                "The agency named at the foot of this page is the controller of the data. Its personnel office (BKPSDM) answers questions and requests."
            ),
        ),
    ),
    Section(
        "purpose",
        _("What the data are used for"),
        (),
        (
            _("Planning, carrying out and counting the development of competence of civil servants"),
            _("Issuing and checking certificates and letters"),
            _("Handing approved records over to the national systems"),
            _("Security of the portal and proof of who decided what"),
        ),
    ),
    Section(
        "basis",
        _("By which law"),
        (
            _(
                "Personnel data are processed to fulfil the law and a public duty (UU 27/2022 Ps. 20; UU 20/2023; PP 11/2017 jo. PP 17/2020), not by consent."
            ),
            _(
                "Consent is asked for extras only: Telegram messages, and use of the photo beyond certificates. It can be withdrawn at any time, with effect at once."
            ),
        ),
    ),
    Section(
        "kinds",
        _("Which data"),
        (),
        (
            _("Identity and job: name, NIP, birth, sex, religion, rank, position, unit, contact"),
            _("Development: proposals, plans, courses, certifications, awards, attendance, hours of learning"),
            _("Data with stricter access: competence tests, discipline, photo; who looks at them is noted and shown to the person"),
            _("Use of the portal: sign-ins, devices, notifications, trail of actions"),
        ),
    ),
    Section(
        "retention",
        _("How long"),
        (
            _("Records of service and their trail are kept as the law on archives and the agency's retention schedule say (UU 43/2009)."),
            _("Files made for download are removed after seven days, ended sessions and drafts after the days set by the agency."),
        ),
    ),
    Section(
        "rights",
        _("Your rights"),
        (_("Every request is answered within 3 x 24 hours; a refusal names the law."),),
        (
            _("To know and to get a copy of all your data (Ps. 5, 7, 13): “My data”"),
            _("To have them corrected and completed (Ps. 6)"),
            _("To have their use limited (Ps. 11) or end it and have them erased where no law keeps them (Ps. 8)"),
            _("To withdraw consent (Ps. 9)"),
            _("To be told in writing within 3 x 24 hours when data were exposed (Ps. 46)"),
        ),
    ),
)
