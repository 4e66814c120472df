"""Templates of certificates, with a preview of what was typed before anything is saved."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import lazy_gettext

from app.certificates.forms import TemplateForm
from app.certificates.listings import TEMPLATE, TEMPLATES
from app.certificates.models import CertificateTemplate
from app.certificates.samples import sample, sample_picture
from app.certificates.services import add_template, change_template
from app.kernel.actor import Actor, current_actor
from app.kernel.crud import PortalModelView
from app.kernel.errors import Invalid
from app.kernel.routes import route

SAVED = tuple(column.key for column in CertificateTemplate.__table__.columns if column.key not in ("id", "created_at"))


class CertificateTemplateView(PortalModelView):
    """Templat Sertifikat: texts, pictures and places."""

    route_base, title, model = "/certificate-templates", lazy_gettext("Certificate templates"), CertificateTemplate
    listing, detail = TEMPLATES, TEMPLATE
    add_form = edit_form = TemplateForm
    add_template = edit_template = "certificates/template_form.html"
    show_template = "certificates/template.html"
    deletable = True
    exportable = False

    def create(self, actor: Actor, form: Any) -> CertificateTemplate:
        return add_template(actor, form.content(), form.submission_key)

    def change(self, actor: Actor, record: Any, form: Any) -> CertificateTemplate:
        return change_template(actor, record.id, form.content(), form.version.data or "")

    @route("/preview", "POST", permission="add")
    def preview(self) -> Any:
        """The sample of what stands in the form, saved or not; with `pk` the form is that of a template, with `as=picture` it comes as PNG."""
        actor, pk = current_actor(), request.args.get("pk", "")
        record = self.fetch(actor, int(pk)) if pk.isdecimal() and len(pk) < 10 else None
        form = self._made(TemplateForm)
        form.record = record
        # It is not printed, and a new template has none yet.
        form.name.validators = ()
        if form.validate():
            try:
                if request.args.get("as") == "picture":
                    return _shown(sample_picture(actor, form.content()), "image/png")
                return _shown(sample(actor, form.content()))
            except Invalid as refusal:
                form.add_errors(refusal)
        if request.args.get("as") == "picture":
            return _first_refusal(form), 422
        action = url_for(f"{self.endpoint}.edit", pk=record.id) if record is not None else url_for(f"{self.endpoint}.add")
        template = self.edit_template if record is not None else self.add_template
        return self._page(template, self.title, form=form, record=record, form_action=action, back_url=self.list_url()), 422

    @route("/sample/<int:pk>", permission="show")
    def sample(self, pk: int) -> Response:
        """The sample of a template as it is saved."""
        actor = current_actor()
        record = self.fetch(actor, pk)
        return _shown(sample(actor, {name: getattr(record, name) for name in SAVED}))


def _first_refusal(form: Any) -> Response:
    """What stands in the way of a new picture, in a line below the last one."""
    found = next(((field.label.text, field.errors[0]) for field in form if field.errors), ("", ""))
    return Response(f"{found[0]}: {found[1]}", mimetype="text/plain")


def _shown(content: bytes, mimetype: str = "application/pdf") -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'inline; filename="contoh-sertifikat.{mimetype.partition("/")[2]}"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
