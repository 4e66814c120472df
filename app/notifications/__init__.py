"""Notices to people: who is told of what (rules), in-app always, by Telegram and e-mail as each person chooses, through an outbox.

A feature hands over its rows at import with `register_notices(Notice(...))`; everything else follows from its events.
"""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _

from app.extensions import csrf
from app.kernel.access import Grant
from app.kernel.inbox import count_beside
from app.kernel.roles import SIGNED_IN, Role
from app.notifications import listeners, tasks
from app.notifications import of_account as of_account  # its rows
from app.notifications.panels import PANELS
from app.notifications.queries import unread
from app.notifications.rules import N_, OWNER, ROLE, SUPERVISOR, Notice, register_notices
from app.notifications.views import NotificationSettingsView, NotificationView, OutboxView, TelegramView, telegram_hook

__all__ = ["GRANTS", "N_", "OWNER", "PANELS", "ROLE", "SUPERVISOR", "USES", "Notice", "listeners", "register", "register_notices", "tasks"]

USES: tuple[str, ...] = ("accounts", "organisation")
GRANTS = (
    Grant("NotificationView", ("can_list", "can_open", "can_read", "can_read_all"), SIGNED_IN),
    Grant("NotificationSettingsView", ("can_show", "can_save"), SIGNED_IN),
    Grant("TelegramView", ("can_show", "can_connect", "can_disconnect"), SIGNED_IN),
    Grant("OutboxView", ("can_list", "can_retry", "can_give_up"), (Role.BKPSDM_ADMIN, Role.SUPERUSER)),
)


def register(appbuilder: Any) -> None:
    """Screens, the bell's number for every page (`unread_count`), and the webhook, which has its own secret instead of a session."""
    for view in (NotificationView, NotificationSettingsView, TelegramView):
        appbuilder.add_view_no_menu(view)
    appbuilder.add_view(
        OutboxView, "Outbox", label=_("Messages not delivered"), icon="send", category="Administration", category_label=_("Administration")
    )
    count_beside("unread_count", unread)
    current_app.add_url_rule("/telegram/hook", "telegram_hook", telegram_hook, methods=["POST"])
    csrf.exempt(telegram_hook)
