"""Taking photos in, and letting a newer one take the place of an older one."""

from app.photos.services.storing import replace_older, upload_photo

__all__ = ["replace_older", "upload_photo"]
