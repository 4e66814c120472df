"""What leaves for guests: they have no account, so the notices of the portal do not reach them."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model
from app.kernel.outbox import Leaving, leaving_rules
from app.kernel.roles import Reach, Role
from app.kernel.scope import Scope


class GuestMail(Leaving, Model):
    """One e-mail to a guest, in its final words; `link` holds his own page, or what he is to confirm. Without a registration until he has confirmed."""

    __tablename__ = "guest_mail"
    __table_args__ = leaving_rules("guest_mail")

    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    address: Mapped[str] = mapped_column(String(254), nullable=False)
    title: Mapped[str] = mapped_column(String(320), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    link: Mapped[str] = mapped_column(Text, nullable=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(readers={Role.SYSTEM: Reach.ALL})
