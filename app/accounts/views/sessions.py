"""Where one is signed in, and ending it; and in which of several roles this session acts."""

from flask import flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.queries import sessions_of
from app.kernel.actor import current_actor
from app.kernel.routes import own_path, route


class SessionView(BaseView):
    """Sesi Saya: every device on which the account is open."""

    route_base = "/account/sessions"
    default_view = "list"

    @route("/")
    def list(self) -> str:
        page: str = self.render_template(
            "accounts/sessions.html", title=_("Where you are signed in"), sessions=sessions_of(current_user.id)
        )
        return page

    @route("/renew")
    def renew(self) -> Response:
        """Any request renews the session; this one does nothing else, and says for how many seconds it holds now."""
        answer = jsonify(seconds=current_user.seconds_left())
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @route("/<int:pk>/end", "POST")
    def end(self, pk: int) -> Response:
        services.end_session(current_actor(), pk)
        flash(_("The session has ended."), "success")
        return redirect(url_for("SessionView.list"))

    @route("/end-others", "POST")
    def end_others(self) -> Response:
        count = services.end_other_sessions(current_actor(), current_user.session_id)
        flash(ngettext("%(num)s other session has ended.", "%(num)s other sessions have ended.", count), "success")
        return redirect(url_for("SessionView.list"))

    @route("/role", "POST")
    def role(self) -> Response:
        """Act in one of the roles held, or in all of them; back to the page the choice was made on, if that role may see it."""
        services.choose_role(current_actor(), current_user._get_current_object(), request.form.get("role", ""))
        return redirect(own_path(request.form.get("next", "")) or url_for("HomeView.index"))
