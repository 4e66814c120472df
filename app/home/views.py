"""The home page: what waits for me, and where to go."""

from flask import redirect, url_for
from flask_appbuilder import expose
from flask_appbuilder.views import IndexView
from flask_login import current_user
from werkzeug.wrappers import Response

from app.kernel import inbox
from app.kernel.actor import current_actor

SHOWN = 5


class HomeView(IndexView):
    """Strangers are sent to sign in; everyone else sees his next moves, oldest first."""

    @expose("/")
    def index(self) -> str | Response:
        if not current_user.is_authenticated:
            return redirect(url_for("AuthDBView.login"))
        actor = current_actor()
        counts = inbox.counts(actor)
        return self.render_template(
            "home/index.html",
            appbuilder=self.appbuilder,
            actor=actor,
            counts=[(model.__workflow__.title, number) for model, number in counts.items()],
            waiting=inbox.waiting(actor, SHOWN),
        )
