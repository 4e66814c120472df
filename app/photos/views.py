"""Photos for certificates (B20 to B34): uploaded and cropped by the person, looked at by an officer, served to nobody else."""

from typing import Any

from flask import Response, redirect, request, send_file, url_for
from flask_babel import gettext, lazy_gettext

from app.kernel import settings, storage
from app.kernel.actor import Actor, current_actor
from app.kernel.consent import PHOTO, consent_to
from app.kernel.crud import next_url
from app.kernel.errors import Missing
from app.kernel.flow_views import WorkflowView
from app.kernel.formats import format_size
from app.kernel.reads import record_read
from app.kernel.restriction import check_usable
from app.kernel.routes import route
from app.photos import services
from app.photos.forms import PhotoForm
from app.photos.listings import DETAIL, PHOTOS
from app.photos.models import Photo
from app.photos.parameters import LEAST_WIDTH, LIMIT
from app.photos.queries import may_look
from app.photos.rules import CHECKLIST, RATIO, Check
from app.photos.workflow import DOUBTED

UPDATED = "updated"


class PhotoView(WorkflowView):
    """One's own photos; those of his OPD for its admin, all for BKPSDM. Faces are looked at one by one."""

    route_base, title, model = "/photos", lazy_gettext("Profile photos"), Photo
    form_title = lazy_gettext("Upload Photo")
    add_label = lazy_gettext("Upload Photo")
    export_title = lazy_gettext("List of profile photos")
    listing, detail = PHOTOS, DETAIL
    add_form = PhotoForm
    add_template = "photos/form.html"
    show_template = "photos/show.html"
    history_title = history_label = lazy_gettext("History of the photo")
    bulk = searchable = False

    def prepare(self, actor: Actor, form: Any, record: Any | None) -> None:
        """The limits in force, for the page and its script."""
        least = settings.get(LEAST_WIDTH)
        form.most, form.limit = settings.get(LIMIT), format_size(settings.get(LIMIT))
        form.least = (least, round(least / RATIO))
        asked = consent_to(PHOTO)
        form.consent.description = gettext("%(words)s It can be withdrawn under “My consents”, with effect at once.", words=asked.words)
        if asked.agreed(actor.user_id or 0):
            del form.consent

    def create(self, actor: Actor, form: Any) -> Photo:
        sent, agreed = form.photo.data.stream, bool(form.consent and form.consent.data)
        return services.upload_photo(actor, sent, crop=form.crop.data, agreed=agreed, submission=form.submission_key)

    def answer_added(self, record: Any) -> Any:
        """To the photo: with the guide's own words where it was taken (B31), with the doubts where there are some."""
        done: dict[str, Any] = {} if record.state == DOUBTED.key else {UPDATED: "1"}
        return redirect(url_for(f"{self.endpoint}.show", pk=record.id, next=next_url(url_for("ProfileView.show")), **done))

    def show_context(self, actor: Actor, record: Any) -> dict[str, Any]:
        return super().show_context(actor, record) | {
            "picture": picture_url(record) if may_look(actor, record) else None,
            "checks": [(check.label, check.value not in record.doubts) for check in Check],
            "checklist": [label for _key, label in CHECKLIST],
            "doubted": record.state == DOUBTED.key,
            "is_own": record.employee_id == actor.employee_id,
            "updated": request.args.get(UPDATED) == "1" and record.state != DOUBTED.key and record.employee_id == actor.employee_id,
        }

    @route("/<int:pk>/<string:digest>.jpg", permission="show")
    def picture(self, pk: int, digest: str) -> Response:
        """The picture itself, to those who see the record; that another than its owner looked is told to the owner."""
        actor = current_actor()
        photo: Photo = self.fetch(actor, pk)
        check_usable(photo, actor)
        path = storage.path(photo.file_key)
        if digest != photo.digest or not path.exists() or not may_look(actor, photo):
            raise Missing
        record_read(actor, photo.employee_id, "photo")
        answer = send_file(path, mimetype="image/jpeg", max_age=0)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


def picture_url(photo: Photo) -> str:
    """The address of a picture; another picture has another one, so that no browser shows the old one (B32)."""
    return url_for("PhotoView.picture", pk=photo.id, digest=photo.digest)
