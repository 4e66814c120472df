"""What an agency decides about its campaigns on its settings screen."""

from flask_babel import lazy_gettext as _

from app.kernel.settings import Kind, Setting

GUIDE = Setting(
    "campaigns.guide",
    Kind.LONG_TEXT,
    "\n".join(
        (
            "Periksa setiap isian data Anda; data yang masih kosong mohon dilengkapi.",
            "Cocokkan data dengan ijazah, SK CPNS, dan SK terakhir; data ini yang dicetak pada sertifikat.",
            "Setelah semua benar, nyatakan data Anda benar dan isi kuesioner sampai terkirim.",
            "Bukti penyelesaian tersedia di portal; tangkapan layar tidak diperlukan.",
        )
    ),
    _("Guide of a campaign"),
    _("One step a line. It is put into the form of a new campaign, and can be changed there."),
)
SOURCE = Setting(
    "campaigns.source",
    Kind.TEXT,
    "Data kepegawaian yang dimuat BKPSDM",
    _("Source of data that are deemed valid"),
    _("Named beside the data of everyone who has not confirmed them until the deadline."),
)
STATEMENT = Setting(
    "campaigns.statement",
    Kind.LONG_TEXT,
    "Saya telah memeriksa data di atas dan menyatakan data tersebut benar sesuai dokumen saya. "
    "Apabila kemudian tidak sesuai dengan sertifikat dan SK CPNS, perubahan menjadi tanggung jawab saya.",
    _("Statement of a person who confirms his data"),
    _("Kept with what he confirmed."),
)
