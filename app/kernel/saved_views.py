"""The views of a list that a person keeps under a name of his own, one of them perhaps his default. Nobody sees another person's."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.actor import Actor
from app.kernel.db import Model, Stamped, session, transaction
from app.kernel.errors import Denied, Invalid
from app.kernel.roles import SIGNED_IN, Reach
from app.kernel.scope import Scope, fetch, visible
from app.kernel.turns import take_turn

MOST = 20
"""Views of one person on one list: more would be a list of its own."""
LONGEST_NAME = 60
LONGEST_ARGS = 2000
DEFAULT = text("is_default")


class SavedView(Stamped, Model):
    """`args` are the arguments of the list's address; `list_name` is the class name of its view."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("user_id", "list_name", "name"),
        Index("uq_saved_view_one_default", "user_id", "list_name", unique=True, sqlite_where=DEFAULT, postgresql_where=DEFAULT),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", ondelete="CASCADE"), nullable=False)
    list_name: Mapped[str] = mapped_column(String(80), nullable=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), nullable=False)
    args: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    is_default: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)

    @classmethod
    def __scope__(cls) -> Scope:
        return Scope(user=cls.user_id, readers=dict.fromkeys(SIGNED_IN, Reach.OWN))

    @property
    def summary(self) -> str:
        return self.name


def of_list(actor: Actor, list_name: str) -> Sequence[SavedView]:
    """The actor's views of one list, by name."""
    query = select(SavedView).where(SavedView.list_name == list_name, visible(SavedView, actor)).order_by(SavedView.name)
    return session().scalars(query).all()


def keep_view(actor: Actor, list_name: str, name: str, args: Mapping[str, str], is_default: bool = False) -> SavedView:
    """Keep `args`, which the list has accepted, under `name`; the same name again is the same view anew. Raises Invalid (field `name`)."""
    if actor.user_id is None:
        raise Denied
    wanted = _name(name)
    if sum(len(key) + len(value) for key, value in args.items()) > LONGEST_ARGS:
        raise Invalid(fields={"name": _("This view holds too much to be kept; drop a filter.")})
    with transaction() as current:
        take_turn(actor)
        mine = of_list(actor, list_name)
        found = next((each for each in mine if each.name == wanted), None)
        if found is None:
            if len(mine) >= MOST:
                raise Invalid(fields={"name": _("At most %(count)s views of one list; delete one first.", count=MOST)})
            found = SavedView(user_id=actor.user_id, list_name=list_name, name=wanted)
            current.add(found)
        found.args = dict(args)
        _mark(actor, found, is_default)
        return found


def change_view(actor: Actor, pk: int, name: str, is_default: bool) -> SavedView:
    """Give one of the actor's views another name, and make it his default or not. Raises Missing, Invalid (field `name`)."""
    wanted = _name(name)
    with transaction():
        take_turn(actor)
        found: SavedView = fetch(SavedView, actor, pk, lock=True)
        if any(each.name == wanted and each.id != pk for each in of_list(actor, found.list_name)):
            raise Invalid(fields={"name": _("Another of your views has this name.")})
        found.name = wanted
        _mark(actor, found, is_default)
        return found


def delete_view(actor: Actor, pk: int) -> SavedView:
    """Forget one of the actor's views; returns what it was. Raises Missing."""
    with transaction() as current:
        found: SavedView = fetch(SavedView, actor, pk)
        current.delete(found)
        return found


def _mark(actor: Actor, view: SavedView, is_default: bool) -> None:
    """A list has one default: another one gives way first."""
    if is_default and not view.is_default:
        others = update(SavedView).where(SavedView.list_name == view.list_name, visible(SavedView, actor), SavedView.is_default)
        with session().no_autoflush:
            session().execute(others.values(is_default=False))
    view.is_default = is_default


def _name(typed: str) -> str:
    name = " ".join(typed.replace("\x00", "").split())
    if not name:
        raise Invalid(fields={"name": _("Give the view a name.")})
    if len(name) > LONGEST_NAME:
        raise Invalid(fields={"name": _("At most %(count)s characters.", count=LONGEST_NAME)})
    return name
