"""The administrator's screens of accounts: open and close them, new passwords, roles. Passwords appear once, on the page that made them."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder.security.decorators import no_cache
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.forms import NewAccountForm, RoleForm, TechnicalAccountForm
from app.accounts.models import Account, RoleAssignment
from app.accounts.queries import WITH_PERSON, holds, load_actor, roles_given
from app.accounts.rules import givable, read_login
from app.accounts.services.codes import has_factor
from app.kernel.actor import Actor, current_actor
from app.kernel.approval import once
from app.kernel.crud import PortalModelView
from app.kernel.errors import Conflict, Invalid
from app.kernel.filters import Choice, Typed
from app.kernel.listing import Column, Kind, Listing
from app.kernel.roles import ASSIGNABLE, Role
from app.kernel.routes import route
from app.organisation.models import Employee
from app.organisation.queries import find_employee, opd_options

UNPROCESSABLE = 422
STATES = (("open", _("Active")), ("closed", _("Closed")))

COLUMNS = (
    Column("name", _("Name"), sort=func.coalesce(Employee.name, User.first_name), primary=True),
    Column("username", _("NIP or user name"), "user.username", sort=User.username, kind=Kind.NIP),
    Column("unit", _("Unit"), "unit_name"),
    Column("roles", _("Roles given"), lambda account: [given.label for given in account.roles_held] or None, kind=Kind.LINES),
    Column(
        "state", _("Status"), lambda account: (_("Active"), "success") if account.user.active else (_("Closed"), "neutral"), kind=Kind.BADGE
    ),
    Column("last_sign_in", _("Last sign-in"), "last_sign_in_at", sort=Account.last_sign_in_at, kind=Kind.DATETIME),
)
LISTING = Listing(
    Account,
    COLUMNS,
    filters=(
        Typed((Employee.name, Employee.nip, User.username, User.first_name, User.last_name), label=_("Name or NIP")),
        Choice(
            "role",
            _("Role"),
            _("All roles"),
            lambda actor: [(role.value, role.label) for role in ASSIGNABLE],
            lambda value: holds(Role(value)),
        ),
        Choice("state", _("Status"), _("All"), lambda actor: STATES, lambda value: User.active.is_(value == "open")),
    ),
    default_sort="name",
    options=WITH_PERSON,
    joins=(Account.user, Account.employee),
    empty_title=_("No accounts yet"),
)


class AccountView(PortalModelView):
    """Akun Pengguna."""

    route_base, title, model = "/accounts", _("Accounts"), Account
    listing = LISTING
    searchable = True
    detail = (
        *COLUMNS[:3],
        COLUMNS[4],
        Column("must_change", _("First password"), lambda account: _("Not changed yet") if account.must_change_password else _("Changed")),
        Column("locked", _("Locked until"), "locked_until", kind=Kind.DATETIME),
        COLUMNS[5],
    )
    add_form = NewAccountForm
    add_label = _("Open an account")
    show_template = "accounts/show.html"

    def record_title(self, record: Account) -> str:
        return record.name

    def show_context(self, actor: Actor, record: Account) -> dict[str, Any]:
        return self._roles(actor, record, _role_form(actor))

    @route("/add", "GET", "POST")
    @no_cache
    def add(self) -> str | tuple[str, int]:
        """For an employee by NIP."""
        form = NewAccountForm()
        if form.validate_on_submit():
            try:
                employee = find_employee(read_login(form.nip.data or ""))
                if employee is None:
                    raise Invalid(fields={"nip": gettext("No employee has this NIP.")})
                user, password = services.create_account(current_actor(), employee)
            except (Invalid, Conflict) as refusal:
                _beside(form, refusal, "nip")
            else:
                return self._slip(user.id, password)
        return self._opening(form)

    @route("/add/technical", "GET", "POST")
    @no_cache
    def technical(self) -> str | tuple[str, int]:
        """For somebody who is no employee of the agency."""
        form = TechnicalAccountForm()
        if form.validate_on_submit():
            try:
                user, password = services.create_technical_account(current_actor(), form.username.data or "", form.name.data or "")
            except (Invalid, Conflict) as refusal:
                _beside(form, refusal, "username")
            else:
                return self._slip(user.id, password)
        return self._opening(form)

    @route("/<int:pk>/reset", "POST")
    @no_cache
    def reset(self, pk: int) -> str:
        account, password = services.reset_password(current_actor(), pk)
        return self._slip(account.id, password)

    @route("/<int:pk>/reset-factor", "POST")
    def reset_factor(self, pk: int) -> Response:
        """For somebody who lost phone and recovery codes."""
        services.reset_second_factor(current_actor(), pk)
        flash(gettext("Two-step verification is reset; its sessions have ended."), "success")
        return redirect(self.own_url(pk))

    @route("/<int:pk>/close", "POST")
    def close(self, pk: int) -> Response:
        services.deactivate_account(current_actor(), pk)
        flash(gettext("The account is closed. Its sessions have ended."), "success")
        return redirect(self.own_url(pk))

    @route("/<int:pk>/open", "POST")
    def open(self, pk: int) -> Response:
        services.activate_account(current_actor(), pk)
        flash(gettext("The account is open again."), "success")
        return redirect(self.own_url(pk))

    @route("/<int:pk>/roles", "POST")
    def give(self, pk: int) -> Response | tuple[str, int]:
        actor = current_actor()
        account = self.fetch(actor, pk)
        form = _role_form(actor)
        if form.validate():
            try:
                asked = (Role(form.role.data), form.unit.data, form.valid_from.data, form.valid_to.data)
                once(actor, form.submission_key, RoleAssignment, lambda: services.give_role(actor, pk, *asked))
            except (Invalid, Conflict) as refusal:
                _beside(form, refusal, "role")
            else:
                flash(gettext("The role has been given."), "success")
                return redirect(self.own_url(pk))
        rows = [(str(column.label), column.cell(account), column.kind, column.copied(account)) for column in self.detail]
        context = {"record": account, "rows": rows, "menu": [], "back_url": self.list_url(), "related": []}
        return self._page(self.show_template, self.record_title(account), **context, **self._roles(actor, account, form)), UNPROCESSABLE

    @route("/roles/<int:pk>/end", "POST")
    def end(self, pk: int) -> Response:
        given: RoleAssignment = services.end_role(current_actor(), pk)
        flash(gettext("The role has ended."), "success")
        return redirect(self.own_url(given.user_id))

    def _roles(self, actor: Actor, account: Account, form: RoleForm) -> dict[str, Any]:
        """What the page shows of roles, and what this person may do with this account."""
        roles = roles_given(account.id)
        may = givable(actor.roles) if account.id != actor.user_id else frozenset[Role]()
        person = load_actor(account.id)
        return {
            "follows": [str(given.role.label) for given in person.assignments if given.role not in ASSIGNABLE] if person else [],
            "roles": [(given, Role(given.role) in may and self.may("end")) for given in roles],
            "form": form,
            "may_give": bool(may) and self.may("give"),
            "has_factor": has_factor(account.id),
            "managed": bool(may) and {Role(given.role) for given in roles} <= may and self.may("reset"),
        }

    def _opening(self, form: NewAccountForm | TechnicalAccountForm) -> str | tuple[str, int]:
        other = url_for(f"{self.endpoint}.technical") if isinstance(form, NewAccountForm) and self.may("technical") else None
        values = {"form": form, "technical_url": other, "back_url": self.list_url(), "form_action": request.path}
        page = self._page("accounts/add.html", _("Open an account"), **values)
        return page if request.method == "GET" else (page, UNPROCESSABLE)

    def _slip(self, pk: int, password: str) -> str:
        """The page that shows a password, once: it is in no log, no session and, but as a hash, in no database."""
        account = self.fetch(current_actor(), pk)
        return self._page("accounts/slip.html", _("Password slip"), account=account, password=password, back_url=self.own_url(pk))


def _role_form(actor: Actor) -> RoleForm:
    form = RoleForm()
    form.role.choices = [(role.value, role.label) for role in ASSIGNABLE if role in givable(actor.roles)]
    form.unit.choices = opd_options(actor)
    return form


def _beside(form: Any, refusal: Invalid | Conflict, field: str) -> None:
    """The refusal at its field; a conflict at the one that names the person or the role."""
    form.add_errors(refusal if isinstance(refusal, Invalid) else Invalid(fields={field: refusal.message}))
