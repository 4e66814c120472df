"""The events that BKPSDM enters itself, as a source of certificates."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app.certificates.models import LearningEvent, Participant
from app.certificates.occasions import Guest, Names, Occasion
from app.certificates.rules import Facts, read_outline
from app.certificates.workflow import CALLED_OFF, VALIDATED
from app.kernel import clock
from app.kernel.db import session
from app.kernel.errors import Missing


class OwnEvents:
    """Listed, over and validated: nothing else is asked of these.

    They have days and no hours: on the last day the officer's validation says that it is over.
    """

    kind = LearningEvent.__tablename__
    label = _("Learning event")

    def occasion(self, pk: int) -> Occasion | None:
        """The event with its page 2."""
        event = session().get(LearningEvent, pk)
        if event is None:
            return None
        days = (event.begins_on, event.ends_on)
        return Occasion(
            self.kind, pk, event.title, *days, event.jp, event.organiser, event.place, read_outline(event.outline), event.template_id
        )

    def people(self, pk: int) -> Sequence[int]:
        """In the order in which they were put on the list."""
        return session().scalars(select(Participant.employee_id).where(Participant.event_id == pk).order_by(Participant.id)).all()

    def facts(self, pk: int, employee_ids: Iterable[int]) -> Mapping[int, Facts]:
        """What the event and its list say."""
        wanted = list(employee_ids)
        event = session().get(LearningEvent, pk)
        query = select(Participant.employee_id).where(Participant.event_id == pk, Participant.employee_id.in_(wanted))
        listed = frozenset(session().scalars(query))
        if event is None:
            return {}
        return {
            each: Facts(
                listed=each in listed,
                takes_place=event.state != CALLED_OFF.key,
                over=event.ends_on <= clock.today(),
                validated=event.state == VALIDATED.key,
            )
            for each in wanted
        }

    def names(self, pk: int, employee_id: int) -> Names | None:
        """As his record says."""
        return None

    def guests(self, pk: int) -> Sequence[int]:
        """Only people of the agency stand on these lists."""
        return ()

    def guest(self, pk: int, guest_id: int) -> tuple[Guest, Facts]:
        """There is none."""
        raise Missing
