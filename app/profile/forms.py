"""What a person fills in to change his own data: at once, or as a request with reason and proof."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.documents.forms import DocumentField
from app.documents.rules import DocumentKind, FileType
from app.kernel.forms import ChoiceField, PortalForm, required
from app.organisation.forms import PHONE_HELP
from app.organisation.models import Employee
from app.organisation.rules import Sex
from app.profile.queries import field_rules, rank_choices, typed_now
from app.profile.rules import LABELS, LONGEST_REASON, Way
from app.reference import queries as reference
from app.reference.rules import CodeList

PROFILE_PROOF = DocumentKind(
    "profile_proof",
    _("Proof of a change of personal data"),
    types=(FileType.PDF, FileType.JPEG),
    rules=(_("Please upload the decree, diploma or certificate that shows the new data, as PDF or JPG."),),
)


class OwnDataForm(PortalForm):
    """The fields of B9 to B19 except the NIP; which of them a person sees, the agency's table says."""

    front_title = StringField(LABELS["front_title"], [Length(max=60)])
    name = StringField(
        LABELS["name"], [Length(max=150)], description=_("Each Word In Capitals, as in Ahmad Yani; titles have their own fields.")
    )
    back_title = StringField(LABELS["back_title"], [Length(max=100)], description=_("Separated by commas, as in S.E., M.Si."))
    birth = StringField(LABELS["birth"], [Length(max=120)], description=_("Never delete the semicolon: Jayapura;29-2-2000"))
    sex = ChoiceField(LABELS["sex"])
    religion = ChoiceField(LABELS["religion"])
    job_title = StringField(LABELS["job_title"], [Length(max=200)], description=_("As in the grading decree (SK Grading)."))
    rank_code = ChoiceField(LABELS["rank_code"])
    email_official = StringField(LABELS["email_official"], [Length(max=254)], render_kw={"type": "email", "autocomplete": "email"})
    agency_origin = StringField(
        LABELS["agency_origin"], [Length(max=200)], description=_("The institution, as in Kementerian Keuangan or PPATK.")
    )
    office_address = StringField(LABELS["office_address"], [Length(max=300)], description=_("The office where you are placed."))
    phone = StringField(LABELS["phone"], [Length(max=30)], render_kw={"type": "tel", "autocomplete": "tel"}, description=PHONE_HELP)

    def begin(self, person: Employee) -> None:
        """Offer the choices, and fill in what stands there, unless something was sent."""
        self.sex.choices = [(each.value, str(each.label)) for each in Sex]
        self.religion.choices = reference.choices(CodeList.RELIGION, person.religion)
        self.rank_code.choices = list(rank_choices(person))
        if not self.is_submitted():
            for key, value in typed_now(person).items():
                if key in self:
                    self[key].data = value

    def typed(self) -> dict[str, str | None]:
        """The fields that were sent; a page that does not show a field does not empty it."""
        return {key: self[key].data for key in LABELS if key in self and self[key].raw_data}

    @staticmethod
    def names(way: Way) -> list[str]:
        """The fields of a page, in the order of the manual."""
        return [rule.key for rule in field_rules().values() if rule.way is way and rule.key != "nip"]


class ProfileChangeForm(OwnDataForm):
    """The same as a request."""

    reason = TextAreaField(
        _("Why the data change"),
        [required(), Length(max=LONGEST_REASON)],
        description=_("For instance: a new diploma, a new decree."),
        render_kw={"rows": 3},
    )
    proof_id = DocumentField(_("Document that proves it"), kind=PROFILE_PROOF)


def mark_required(form: Any) -> None:
    """The star at every field that must not stay empty."""
    for rule in field_rules().values():
        if rule.required and rule.key in form:
            form[rule.key].flags.required = True
