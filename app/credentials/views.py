"""The screens of courses and certifications; wizard, list, steps and the officer's screen are the kernel's and the ground's (S9 to S19)."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.credentials.forms import CERTIFICATION, COURSE
from app.credentials.listings import CERTIFICATION_DETAIL, CERTIFICATIONS, COURSE_DETAIL, COURSES
from app.credentials.models import Certification, Course
from app.credentials.rules import unusual_days
from app.credentials.services import add_certification, add_course, change_certification, change_course, check_room
from app.kernel.actor import Actor
from app.kernel.routes import route
from app.kernel.wizard import WizardFlowView
from app.reference.queries import choices
from app.reference.rules import CodeList
from app.verification.views import Hint, Reviewed

TITLE = lazy_gettext("Add to the certification history")
KIND = lazy_gettext("Certification type")
CODES = {"course_form": CodeList.COURSE_FORM, "course_kind": CodeList.COURSE_KIND, "classification": CodeList.JOB_FAMILY}
"""The selects of the forms and the lists they offer."""


class CredentialView(Reviewed, WizardFlowView):
    """What the two share."""

    form_title = add_label = TITLE
    fixed_at = "NewCredentialView.add"
    added = lazy_gettext("Your data has been sent. It counts once BKPSDM has verified it.")

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        for name, code_list in CODES.items():
            if name in form:
                form[name].choices = choices(code_list, getattr(record, name, None))

    def hints(self, actor: Actor, record: Any) -> Sequence[Hint]:
        """Days that are seldom so, besides."""
        unusual = unusual_days(record.certified_on, record.valid_from) if isinstance(record, Certification) else ()
        return [*super().hints(actor, record), *(Hint(str(text)) for text in unusual)]


class CourseView(CredentialView):
    """ "KURSUS" of S11 and S12."""

    route_base, title, model, wizard = "/courses", lazy_gettext("Courses"), Course, COURSE
    listing, detail = COURSES, COURSE_DETAIL
    export_title = lazy_gettext("List of courses")
    history_label = history_title = lazy_gettext("History of the course")
    fixed = ((KIND, lazy_gettext("COURSE")),)

    def create(self, actor: Actor, form: Any) -> Course:
        return add_course(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Course:
        return change_course(actor, record.id, form.content(), form.known_version)

    def warnings(self, form: Any) -> Sequence[str]:
        return list(form.tight_days())

    def hints(self, actor: Actor, record: Any) -> Sequence[Hint]:
        tight = () if record.is_classical else check_room(record.employee_id, vars(record), record.id)
        return [*super().hints(actor, record), *(Hint(text) for text in tight)]


class CertificationView(CredentialView):
    """ "SERTIFIKASI" of S11 and S15."""

    route_base, title, model, wizard = "/certifications", lazy_gettext("Certifications"), Certification, CERTIFICATION
    listing, detail = CERTIFICATIONS, CERTIFICATION_DETAIL
    export_title = lazy_gettext("List of certifications")
    history_label = history_title = lazy_gettext("History of the certification")
    fixed = ((KIND, lazy_gettext("CERTIFICATION")),)

    def create(self, actor: Actor, form: Any) -> Certification:
        return add_certification(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> Certification:
        return change_certification(actor, record.id, form.content(), form.known_version)

    def warnings(self, form: Any) -> Sequence[str]:
        return [str(text) for text in unusual_days(form.certified_on.data, form.valid_from.data)]


class NewCredentialView(BaseView):
    """ "Tambah Riwayat Sertifikasi": which of the two it is comes first (S9, S11)."""

    route_base = "/credentials"
    default_view = "add"
    kinds = {"course": (lazy_gettext("COURSE"), CourseView), "certification": (lazy_gettext("CERTIFICATION"), CertificationView)}

    @route("/add")
    def add(self) -> str | Response:
        chosen = request.args.get("kind", "")
        if chosen in self.kinds:
            return redirect(url_for(f"{self.kinds[chosen][1].__name__}.add"))
        error = _("Choose one of the two.") if "kind" in request.args or "go" in request.args else ""
        crumbs = [(_("Certification history"), None), (str(TITLE), None)]
        options = [(key, label) for key, (label, _view) in self.kinds.items()]
        return str(
            self.render_template("credentials/add.html", title=str(TITLE), breadcrumb=crumbs, label=KIND, options=options, error=error)
        )
