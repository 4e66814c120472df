"""Form Tim Kerja (S29 to S35)."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.kernel.forms import DateField, PortalForm, required
from app.teamwork.rules import LONGEST_NAME, LONGEST_URL, Coverage, Seat, Validity


def _choices(values: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(each.value, each.label) for each in values]


class TeamWorkForm(PortalForm):
    letter_on = DateField(_("Date of the decree/letter of assignment"), [required()])
    validity = RadioField(
        _("Status of the decree"),
        [required()],
        choices=_choices(Validity),
        default=Validity.IN_FORCE.value,
        description=_("An old decree may still be in force; choose “No longer in force” for a team whose time is over."),
    )
    code = StringField(
        _("Activity code"),
        [required(_("Press “[F2]: New code” for an activity code.")), Length(max=20)],
        description=_("Without a code the entry cannot be saved."),
    )
    name = StringField(_("Name of the team/assignment"), [required(), Length(max=LONGEST_NAME)])
    coverage = RadioField(_("Coverage"), [required()], choices=_choices(Coverage))
    seat = RadioField(_("Seat"), [required()], choices=_choices(Seat))
    proof_url = StringField(
        _("URL of the proof"),
        [required(), Length(max=LONGEST_URL)],
        description=_(
            "Upload the decree to Google Drive or another cloud storage, share it with everyone who has the link, and paste the link here."
        ),
        render_kw={"inputmode": "url", "placeholder": "https://"},
    )
