"""What other systems hold of the portal: tokens of the API."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.integration.rules import LONGEST_NAME
from app.kernel.db import Model, Stamped, UtcDateTime
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope


class ApiToken(Stamped, Model):
    """A token that a person made for a program of his. It does what he may do at that moment, within its scopes, until it expires; only its hash is kept.

    `method` is how the session began that made it: a second factor that was asked for there was asked for.
    """

    __tablename__ = "api_token"

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False, index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), nullable=False)
    prefix: Mapped[str] = mapped_column(String(16), nullable=False)
    token_hash: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    method: Mapped[str] = mapped_column(String(16), nullable=False)
    scopes: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))

    @property
    def summary(self) -> str:
        return self.name
