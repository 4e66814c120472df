"""What a person fills in to give a new photo of himself."""

from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField

from app.kernel.forms import PortalForm, required


class PhotoField(FileField):
    """The file itself; None without one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = next((each for each in valuelist if isinstance(each, FileStorage) and each.filename), None)


class PhotoForm(PortalForm):
    photo = PhotoField(
        _("Photo"),
        [required(_("Choose a photo."))],
        render_kw={"accept": "image/jpeg,.jpg"},
    )
    crop = BooleanField(
        _("Cut out the middle in 4:6"),
        description=_("Where the frame below is not shown, the portal cuts off what is too much at the sides."),
    )
    consent = BooleanField(_("I agree to more than certificates (voluntary)"))
