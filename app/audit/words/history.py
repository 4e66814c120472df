"""Columns of the archive, of courses, certifications, awards, team work, the hours of learning and MyASN."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

HISTORY: Mapping[str, LazyString] = {
    "accepted_at": _("Marked as approved in MyASN"),
    "accepted_by": _("Marked as approved in MyASN by"),
    "award_group": _("Group of the award"),
    "award_kind": _("Kind of award"),
    "certified_on": _("Certified on"),
    "classification": _("Classification of jobs and courses"),
    "counted": _("Counts towards the target"),
    "course_form": _("Type of course"),
    "course_kind": _("Course as SIASN names it"),
    "coverage": _("Coverage"),
    "decree_on": _("Date of the decree"),
    "detail": _("What it is about"),
    "document_type": _("Type of archive document"),
    "file_id": _("File (number of the document)"),
    "granted_by": _("Given by"),
    "imported": _("Brought over by import"),
    "kept": _("Card as it was when it was taken back"),
    "letter_on": _("Date of the decree/letter of assignment"),
    "link_checked_at": _("Link checked at"),
    "link_state": _("Link check"),
    "link_tries": _("Link checks"),
    "number_key": _("Number without punctuation"),
    "proof_url": _("URL of the proof"),
    "returned": _("Returned to its owner"),
    "scale": _("Scale of the award"),
    "seat": _("Seat"),
    "sent_by": _("Marked as sent by"),
    "validity": _("Status of the decree"),
}
