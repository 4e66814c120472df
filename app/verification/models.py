"""What every verified record has: an owner, a flow, and a proof."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint, String, false, inspect
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.documents.models import Document
from app.kernel.approval import Flowing
from app.kernel.db import Stamped
from app.kernel.scope import Scope
from app.organisation.models import OfEmployee
from app.verification.rules import LONGEST_KEY, number_key
from app.verification.workflow import Stage


def proof_check(column: str) -> CheckConstraint:
    """The database's own refusal of a record that is `MayBeBrought` and has no proof although it was not brought over."""
    return CheckConstraint(f"{column} IS NOT NULL OR imported", name="proof")


class MayBeBrought:
    """Mixin of a verified record that may come out of a spreadsheet, then without a proof; its table repeats `proof_check`.

    >>> class Course(Verified, MayBeBrought, Model): ...
    """

    imported: Mapped[bool] = mapped_column(nullable=False, default=False, server_default=false())


class Numbered:
    """Mixin of a person's record whose paper has a `number`: officers find it again beside every other record with the same one.

    `number_key` is the number without its punctuation; it follows the number by itself.
    """

    number_key: Mapped[str] = mapped_column(String(LONGEST_KEY), nullable=False, default="", index=True)

    @validates("number")
    def _keep_key(self, _name: str, number: str | None) -> str | None:
        self.number_key = number_key(number or "")
        return number


class Verified(OfEmployee, Flowing, Stamped):
    """Mixin of a verified record. The model sets `__workflow__` to a `verified_flow`, and refers to its proof by a `document_column`."""

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(owner=cls.employee_id, unit=cls.unit_id, where=cls.state != Stage.DELETED.value)

    @property
    def counts(self) -> bool:
        """Whether it was verified: nothing else enters a sum, a score or an export for the national system."""
        return self.state == Stage.APPROVED.value

    @property
    def proofs(self) -> Sequence[Document]:
        """Its documents, in the order the model names them."""
        names = [relation.key for relation in inspect(type(self)).relationships if relation.mapper.class_ is Document]
        return [found for name in names if (found := getattr(self, name)) is not None]

    @property
    def lacks_proof(self) -> bool:
        """Whether it was brought over and nobody has added its proof since."""
        return getattr(self, "imported", False) and not self.proofs
