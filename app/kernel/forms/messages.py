"""WTForms' own messages, in the reader's language."""

from flask_babel import get_domain, lazy_gettext, lazy_ngettext


class Translations:
    """WTForms' messages through the portal's catalogue; WTForms fills in the numbers itself."""

    def gettext(self, text: str) -> str:
        return str(get_domain().get_translations().ugettext(text))

    def ngettext(self, one: str, more: str, count: int) -> str:
        return str(get_domain().get_translations().ungettext(one, more, count))


translations = Translations()

WTFORMS_TEXTS = (
    lazy_ngettext("Field must be at least %(min)d character long.", "Field must be at least %(min)d characters long.", 1),
    lazy_ngettext("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 1),
    lazy_ngettext("Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long.", 1),
    lazy_gettext("Field must be between %(min)d and %(max)d characters long."),
    lazy_gettext("Field must be equal to %(other_name)s."),
    lazy_gettext("Field must be between %(min)s and %(max)s."),
    lazy_gettext("Number must be at least %(min)s."),
    lazy_gettext("Number must be at most %(max)s."),
    lazy_gettext("Number must be between %(min)s and %(max)s."),
    lazy_gettext("This field is required."),
    lazy_gettext("Invalid input."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Invalid URL."),
    lazy_gettext("Invalid value, must be one of: %(values)s."),
    lazy_gettext("Invalid Choice: could not coerce."),
    lazy_gettext("Choices cannot be None."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid decimal value."),
    lazy_gettext("Not a valid float value."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("Not a valid datetime value."),
    lazy_gettext("Not a valid time value."),
    lazy_gettext("CSRF token missing."),
    lazy_gettext("CSRF failed."),
    lazy_gettext("CSRF token expired."),
    lazy_gettext("Invalid CSRF Token."),
)
"""What WTForms itself says, named here so that the catalogue holds it."""
