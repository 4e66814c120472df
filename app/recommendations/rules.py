"""Where a request departs from the plan (T29), who pays (T27), and what the public reads of a letter: pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.errors import Text
from app.kernel.formats import format_money, format_period
from app.kernel.workflow import Tone

NO_COST = Decimal(0)


class Funding(StrEnum):
    """Who pays the contribution fee: nobody, the OPD, or BKPSDM (T27)."""

    NONE = "tanpa"
    OPD = "pd"
    BKPSDM = "bkpsdm"

    @property
    def label(self) -> LazyString:
        return FUNDINGS[self]


FUNDINGS: Mapping[Funding, LazyString] = {
    Funding.NONE: _("Without a contribution fee"),
    Funding.OPD: _("Funds of the OPD"),
    Funding.BKPSDM: _("Funds of BKPSDM"),
}


class Verdict(StrEnum):
    """What a letter says; the values are the states it was issued in."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"

    @property
    def label(self) -> LazyString:
        return VERDICTS[self][0]

    @property
    def tone(self) -> Tone:
        return VERDICTS[self][1]


VERDICTS: Mapping[Verdict, tuple[LazyString, Tone]] = {
    Verdict.ACCEPTED: (_("Recommended"), Tone.SUCCESS),
    Verdict.REJECTED: (_("Not recommended"), Tone.DANGER),
}


@dataclass(frozen=True)
class Wish:
    """What a request and a planned training both say; `form` is the label of the form of development, `cost` rupiah."""

    subject: str
    form: str
    organiser: str
    begins_on: date
    ends_on: date
    cost: Decimal


def departures(asked: Wish, planned: Wish) -> list[Text]:
    """Where the request departs from the plan, in sentences that name both; a lower cost is no departure."""
    found: list[Text] = []
    pairs = (
        (asked.subject, planned.subject, gettext("The training is another one than planned: %(planned)s.", planned=planned.subject)),
        (asked.form, planned.form, gettext("The kind of training is another one than planned: %(planned)s.", planned=planned.form)),
        (
            asked.organiser,
            planned.organiser,
            gettext("The institution is another one than planned: %(planned)s.", planned=planned.organiser),
        ),
    )
    found += [said for now, before, said in pairs if _plain(now) != _plain(before)]
    if (asked.begins_on, asked.ends_on) != (planned.begins_on, planned.ends_on):
        found.append(gettext("The days are others than planned: %(planned)s.", planned=format_period(planned.begins_on, planned.ends_on)))
    if asked.cost > planned.cost:
        more = format_money(asked.cost - planned.cost)
        found.append(gettext("The cost is %(more)s higher than planned: %(planned)s.", more=more, planned=format_money(planned.cost)))
    return found


def not_planned() -> Text:
    """What is said of a request that belongs to no planned training."""
    return gettext("This training stands in no accepted plan of the employee.")


def check_wish(begins_on: date | None, ends_on: date | None, cost: Decimal | None, funding: str | None) -> dict[str, Text]:
    """What is wrong with days and money, by field."""
    wrong: dict[str, Text] = {}
    if begins_on and ends_on and ends_on < begins_on:
        wrong["ends_on"] = gettext("The end comes before the beginning.")
    if funding and (cost or NO_COST) > 0 and funding == Funding.NONE:
        wrong["funding"] = gettext("Choose who pays the contribution fee.")
    if funding and not cost and funding != Funding.NONE:
        wrong["cost"] = gettext("Write the contribution fee, or choose “%(nobody)s” below.", nobody=Funding.NONE.label)
    return wrong


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
