"""What the audit never keeps, and how its rows speak of an event: pure decisions."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.kernel.actor import Actor
from app.kernel.roles import SIGNED_IN, Role

HIDDEN = "•••"

SECRETS = frozenset({"password", "old_password", "new_password", "token", "token_hash", "secret", "recovery_code", "chat_id"})
"""Keys whose value is never stored, in whatever record and at whatever depth."""

CONFIDENTIAL: Mapping[str, frozenset[str]] = {
    "attendance": frozenset({"answers"}),
    "certificate": frozenset({"frozen_data", "file_key"}),
    "recommendation_letter": frozenset({"frozen_data", "file_key"}),
    "photo": frozenset({"file_key"}),
    "competence_test": frozenset({"score", "box", "recommendation"}),
    "plan_dialogue": frozenset({"notes"}),
    "registration": frozenset({"name", "front_title", "back_title", "nip", "email"}),
    "webinar": frozenset({"join_url", "passcode"}),
    "zoom_person": frozenset({"key", "period"}),
}
"""Columns by table that only their few readers may know, or that are kept for machines: an auditor sees that they changed, not to what.

What a certificate says is proved by its own hash.
"""


EVENTS: Mapping[str, LazyString] = {
    "account.activate": _("Account opened again"),
    "account.create": _("Account opened"),
    "account.deactivate": _("Account closed"),
    "account.language": _("Language chosen"),
    "account.password_change": _("Password changed"),
    "account.password_reset": _("New password given"),
    "account.password_forgotten": _("Link for a new password asked for"),
    "account.password_chosen": _("Forgotten password replaced"),
    "account.recovery_codes": _("Recovery codes made"),
    "account.recovery_code_used": _("Recovery code used"),
    "account.second_factor_off": _("Second factor switched off"),
    "account.second_factor_on": _("Second factor switched on"),
    "account.second_factor_reset": _("Second factor reset"),
    "account.role_chosen": _("Acting role chosen"),
    "account.session_end": _("Session ended"),
    "account.session_end_others": _("Other sessions ended"),
    "account.sign_in": _("Signed in"),
    "account.sign_in_failed": _("Sign-in refused"),
    "account.sign_out": _("Signed out"),
    "acting_officer.create": _("Acting officer appointed"),
    "acting_officer.end": _("Acting officer ended early"),
    "activity_report.change": _("Report on an activity corrected"),
    "activity_report.due": _("Reminded of a report on an activity"),
    "activity_report.file": _("Report on an activity written"),
    "activity_report.overdue": _("Report on an activity overdue"),
    "api_token.end": _("API token ended with password or account"),
    "api_token.make": _("API token made"),
    "api_token.revoke": _("API token revoked"),
    "breach.due_soon": _("Reminded of a breach"),
    "breach.overdue": _("Breach put before the auditor"),
    "breach_person.tell": _("Told of a breach"),
    "campaign_question.change": _("Question of a campaign changed"),
    "campaign_question.create": _("Question of a campaign added"),
    "campaign_question.delete": _("Question of a campaign deleted"),
    "certificate_template.change": _("Certificate template changed"),
    "certificate_template.create": _("Certificate template added"),
    "certificate_template.delete": _("Certificate template deleted"),
    "certification.ends_soon": _("Reminded of the end of a certification"),
    "code.add": _("Code added"),
    "code.change": _("Code changed"),
    "code.delete": _("Code deleted"),
    "competence_test.add": _("Competence test added"),
    "competence_test.change": _("Competence test changed"),
    "competence_test.delete": _("Competence test deleted"),
    "consent.give": _("Consent given"),
    "consent.withdraw": _("Consent withdrawn"),
    "data_request.due_soon": _("Reminded of a request about personal data"),
    "data_request.overdue": _("Request about personal data put before the auditor"),
    "document.upload": _("Document uploaded"),
    "employee.account": _("Account linked with an employee"),
    "employee.add": _("Employee added"),
    "employee.change": _("Employee changed"),
    "employee.contact": _("Contact data changed"),
    "employee.crowd": _("Invented employees added for measuring"),
    "employee.delete": _("Employee deleted"),
    "employee.erase": _("Data erased at the person's request"),
    "employee.move": _("Employee moved to another unit"),
    "employee.supervisor": _("Direct supervisor changed"),
    "event_participant.delete": _("Participant taken off an event"),
    "import.apply": _("Import written"),
    "import.check": _("Import checked"),
    "import.forget": _("Import removed, its time being over"),
    "import.undo": _("Import undone"),
    "import.upload": _("File uploaded for import"),
    "job.cancel": _("Background job cancelled"),
    "job.start": _("Background job started"),
    "jp_line.add": _("JP entered in the book"),
    "jp_line.change": _("JP of the book changed"),
    "jp_line.delete": _("JP taken out of the book"),
    "learning_event.participants": _("Participants added to an event"),
    "certificate.tell": _("Holder told where the certificate stands"),
    "notification.choose": _("Notification channels chosen"),
    "outbox.give_up": _("Message given up"),
    "outbox.retry": _("Message sent again"),
    "plan_dialogue.create": _("Dialogue about a plan recorded"),
    "participation.answer": _("Questionnaire sent"),
    "participation.confirm": _("Own data confirmed"),
    "participation.deem": _("Data deemed valid at the deadline"),
    "participation.guide": _("Guide read"),
    "participation.invite": _("Asked to check the data"),
    "participation.remind": _("Reminded of a campaign"),
    "plan_extension.create": _("Extension of a plan granted"),
    "plan_extension.delete": _("Extension of a plan withdrawn"),
    "plan_reminder.create": _("Reminded of the plan"),
    "plan_row.escalate": _("Plan put before the next supervisor"),
    "plan_row.nudge": _("Supervisor reminded of a plan"),
    "plan_year.change": _("Plan year changed"),
    "plan_year.create": _("Plan year added"),
    "plan_year.delete": _("Plan year deleted"),
    "reference.seed": _("Code lists filled"),
    "recommendation.remind": _("BKPSDM reminded of a request"),
    "processing_activity.change": _("Register of processing changed"),
    "processing_activity.create": _("Row added to the register of processing"),
    "processing_activity.delete": _("Row deleted from the register of processing"),
    "recommendation_letter.issue": _("Letter issued"),
    "retention_rule.change": _("Retention period changed"),
    "retention_rule.confirm": _("Retention period confirmed"),
    "retention_rule.run": _("Data ended by their retention period"),
    "role.end": _("Role ended"),
    "role.give": _("Role given"),
    "setting.change": _("Setting changed"),
    "telegram.close": _("Telegram closed"),
    "telegram.link": _("Telegram linked"),
    "telegram.unlink": _("Telegram unlinked"),
    "training.add": _("Training type added"),
    "training.change": _("Training type changed"),
    "training.delete": _("Training type deleted"),
    "training.merge": _("Training types merged"),
    "unit.add": _("Unit added"),
    "unit.change": _("Unit changed"),
    "unit.close": _("Unit closed"),
    "unit.delete": _("Unit deleted"),
    "unit.head": _("Head of unit changed"),
    "unit.merge": _("Unit merged into another"),
    "webhook.add": _("Webhook added"),
    "webhook.change": _("Webhook changed"),
    "webhook.delete": _("Webhook deleted"),
    "webhook.disable": _("Webhook switched off by the portal"),
    "webhook.secret": _("Secret of a webhook renewed"),
    "webhook.test": _("Webhook tested"),
    "webhook_delivery.retry": _("Delivery to a webhook sent again"),
    "webinar_question.change": _("Question of a webinar changed"),
    "webinar_question.create": _("Question of a webinar added"),
    "webinar_question.delete": _("Question of a webinar deleted"),
    "webinar.remind_day": _("Reminded of a webinar a day before"),
    "webinar.remind_hour": _("Reminded of a webinar an hour before"),
    "webinar.zoom_report": _("Zoom report read"),
    "webinar_session.change": _("Session of a webinar changed"),
    "webinar_session.close": _("Attendance closed"),
    "webinar_session.create": _("Session of a webinar added"),
    "webinar_session.delete": _("Session of a webinar deleted"),
    "webinar_session.open": _("Attendance opened"),
    "webinar_series.create": _("Webinar series added"),
    "webinar_series.change": _("Webinar series changed"),
    "webinar_series.delete": _("Webinar series deleted"),
}
"""Events in words; the steps of flows name themselves. A test finds an event of the code that is missing here."""

NOUNS: Mapping[str, LazyString] = {
    "account": _("Account"),
    "account_session": _("Session"),
    "acting_officer": _("Acting officer"),
    "activity_report": _("Report on an activity"),
    "api_token": _("API token"),
    "breach_person": _("Letter about a breach"),
    "campaign_question": _("Question of a campaign"),
    "certificate_template": _("Certificate template"),
    "code": _("Code"),
    "competence_test": _("Competence test"),
    "consent": _("Consent"),
    "document": _("Document"),
    "employee": _("Employee"),
    "event_participant": _("Participant"),
    "import_batch": _("Import"),
    "job": _("Background job"),
    "jp_line": _("JP of a record"),
    "outbox": _("Message"),
    "plan_dialogue": _("Dialogue about a plan"),
    "participation": _("Part in a campaign"),
    "plan_extension": _("Extension of a plan"),
    "plan_reminder": _("Plan reminder"),
    "plan_year": _("Plan year"),
    "processing_activity": _("Processing activity"),
    "recommendation_letter": _("Letter of recommendation"),
    "retention_rule": _("Retention period"),
    "role_assignment": _("Role"),
    "setting": _("Setting"),
    "telegram_link": _("Telegram link"),
    "training": _("Training type"),
    "unit": _("Unit"),
    "unit_head": _("Head of unit"),
    "webhook": _("Webhook"),
    "webhook_delivery": _("Delivery to a webhook"),
    "webinar_question": _("Question of a webinar"),
    "webinar_series": _("Webinar series"),
    "webinar_session": _("Session of a webinar"),
}
"""Types of records in words."""


def redact(subject_type: str | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The event's data as plain JSON with everything secret or confidential replaced by "•••"; an absent value stays absent."""
    hidden = SECRETS | CONFIDENTIAL.get(subject_type or "", frozenset())
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), default=str))
    return {key: _clean(key, value, hidden) for key, value in plain.items()}


def acting_role(actor: Actor, data: Mapping[str, Any]) -> str:
    """The role the event names, or else the farthest-reaching one the person holds; "" for strangers."""
    named = data.get("role")
    if isinstance(named, str) and named in set(Role):
        return str(named)
    held = [role.value for role in (*SIGNED_IN, Role.SYSTEM) if actor.has(role)]
    return held[-1] if held else ""


def changes(data: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(column, before, after) for every column the event changed, created or removed, in order of name."""
    before, after = _side(data, "before"), _side(data, "after")
    names = sorted(before.keys() | after.keys())
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [(name, old, new) for name, old, new in pairs if old != new]


def _clean(key: str, value: Any, hidden: frozenset[str]) -> Any:
    if key in hidden:
        return HIDDEN if value is not None else None
    if isinstance(value, dict):
        return {name: _clean(name, part, hidden) for name, part in value.items()}
    return [_clean("", part, hidden) for part in value] if isinstance(value, list) else value


def _side(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    side = data.get(name)
    if isinstance(side, dict):
        return side
    return {} if side is None else {str(data.get("key", "")): side}
