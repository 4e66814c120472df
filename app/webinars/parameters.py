"""What an agency decides about its webinars on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

REQUIREMENTS = Setting(
    "webinars.requirements",
    Kind.LONG_TEXT,
    "\n".join(
        (
            "Aplikasi: Zoom Desktop Client atau Zoom Mobile App",
            "Versi Aplikasi: Versi global minimum atau lebih tinggi",
            "Peramban Web (klien web/simulive): Chrome, Safari, atau Chromium Edge (desktop)",
            "Perangkat: Komputer/laptop (disarankan) atau ponsel pintar",
            "Koneksi Internet: Stabil dan memadai",
        )
    ),
    _("System requirements of a webinar"),
    _("One a line, as “Application: Zoom”. They are put into the form of a new webinar, and can be changed there."),
)
FINISH_AFTER = Setting(
    "webinars.finish_after_minutes",
    Kind.INTEGER,
    60,
    _("A webinar counts as finished so many minutes after its planned end"),
    _("Whoever runs it may press Finish earlier."),
    least=0,
    most=1440,
)
GUESTS_PER_MINUTE = Setting(
    "webinars.guests_per_minute",
    Kind.INTEGER,
    10,
    _("Guests of a webinar may send their form so many times a minute from one network address"),
    _("Each form sends an e-mail; who is faster waits for the rest of the minute."),
    least=1,
    most=600,
)
LATE_DAYS = Setting(
    "webinars.late_days",
    Kind.INTEGER,
    3,
    _("A late attendance may be asked for so many days after a webinar's end"),
    _("The organiser decides on each one, with its reason before him."),
    least=0,
    most=60,
)
