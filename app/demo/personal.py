"""What people of the demo do with their own data: photos (drawn ones), changes they ask an officer for, requests about what the portal holds.

And two breaches of BKPSDM's register: one told in time and closed, one whose 72 hours are running.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO

from app.demo.plan import Agency
from app.demo.portraits import BLUE, draw, jpeg
from app.demo.recommendations import letter
from app.demo.ways import ZONE
from app.kernel import clock
from app.kernel.actor import Actor
from app.kernel.approval import take_step
from app.photos.models import Photo
from app.photos.services import upload_photo
from app.privacy.breach_models import Breach
from app.privacy.breach_services import record_breach, tell_next
from app.privacy.models import DataRequest
from app.privacy.rules import Wish
from app.privacy.services import ask
from app.profile.forms import PROFILE_PROOF
from app.profile.models import ProfileChange
from app.profile.services import ask_change

Happening = tuple[datetime, Callable[[], object]]
NOTE = "<p>Ijazah yang diunggah tidak terbaca.</p>"
SENT_ASTRAY = {
    "title": "Rekap peserta webinar terkirim ke alamat yang salah",
    "exposed": "Nama, NIP, dan unit kerja peserta. Nomor telepon dan kata sandi tidak termasuk.",
    "happened": "Berkas rekap terkirim lewat surat elektronik kepada penerima di luar instansi karena salah ketik alamat.",
    "handling": "Penerima telah menghapus berkas dan menyatakannya secara tertulis.",
}
LOST = {
    "title": "Diska lepas berisi salinan daftar hadir hilang",
    "exposed": "Nama, NIP, dan tanda tangan pada daftar hadir.",
    "happened": "Diska lepas tanpa kata sandi tidak ditemukan lagi setelah rapat di aula.",
    "handling": "Pencarian masih berjalan; daftar hadir kini hanya diisi di portal.",
}
LESSON = "<p>Rekap tidak lagi dikirim sebagai lampiran; penerima mengunduhnya dari portal setelah masuk.</p>"


def happenings(agency: Agency, today: date, actor: Callable[[str], Actor]) -> list[Happening]:
    """The employee of the first page and people of his OPD, in the last days."""
    cast = agency.cast
    opd = next(each.opd for each in agency.people if each.nip == cast.employee)
    near = [each for each in agency.people if each.opd == opd and each.legal_position == "01" and each.nip not in cast.everybody]
    others = [each.nip for each in near if each.arrives < today - timedelta(days=9)]

    def at(days: int, hour: int, happen: Callable[[], object]) -> Happening:
        day = today - timedelta(days=days)
        return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), happen

    def photo(nip: str, *, accept: bool = False, doubted: bool = False) -> None:
        made = upload_photo(actor(nip), BytesIO(jpeg(draw(back=BLUE) if doubted else draw())), agreed=accept)
        if accept:
            take_step(actor(cast.opd_admin), Photo, made.id, "accept")

    def change(nip: str, title: str, note: str = "") -> None:
        owner = actor(nip)
        made = ask_change(owner, {"back_title": title}, "Ijazah baru telah terbit.", letter(owner, PROFILE_PROOF, "IJAZAH", title))
        if note:
            take_step(actor(cast.opd_admin), ProfileChange, made.id, "refuse", note)

    def request(nip: str, wish: Wish, text: str, answer: str = "") -> None:
        made = ask(actor(nip), wish, text)
        if answer:
            take_step(actor(cast.bkpsdm_admin), DataRequest, made.id, "grant", answer)

    def breach(contents: dict[str, str], people: list[str], *, closed: bool = False) -> None:
        officer = actor(cast.bkpsdm_admin)
        found = {"discovered_at": clock.now() - timedelta(hours=2), "nips": "\n".join(people)}
        made = record_breach(officer, contents | found)
        if closed:
            take_step(officer, Breach, made.id, "notify")
            tell_next()
            take_step(officer, Breach, made.id, "close", LESSON)

    return [
        at(40, 15, partial(breach, SENT_ASTRAY, [cast.employee, *others[:7]], closed=True)),
        at(1, 10, partial(breach, LOST, others[4:10])),
        at(6, 10, partial(photo, cast.employee, accept=True)),
        at(2, 9, partial(photo, others[0])),
        at(1, 11, partial(photo, others[1], doubted=True)),
        at(7, 14, partial(change, cast.employee, "S.T., M.T.", NOTE)),
        at(1, 8, partial(change, others[2], "S.E., M.Si.")),
        at(5, 13, partial(request, cast.employee, Wish.CORRECTION, "Alamat kantor saya masih gedung lama.", "Alamat telah diperbaiki.")),
        at(1, 15, partial(request, others[3], Wish.RESTRICTION, "Mohon data saya tidak dipakai selama keberatan saya diperiksa.")),
    ]
