"""What forms of verified records say of a field by the rules of its whole record."""

from collections.abc import Mapping

from wtforms import ValidationError

from app.kernel.errors import Text


def refuse(wrong: Mapping[str, Text], name: str) -> None:
    """Raises ValidationError with what is wrong with the field `name`, if anything is; for `validate_<name>`."""
    if name in wrong:
        raise ValidationError(str(wrong[name]))
