"""The privacy notice, open to everybody."""

from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from app.privacy.notice import NOTICE, VERSION


class PrivacyNoticeView(BaseView):
    """/privacy: linked at the foot of every page."""

    route_base = "/privacy"
    default_view = "show"

    @expose("/")
    def show(self) -> str:
        return str(self.render_template("privacy/notice.html", title=_("Privacy notice"), sections=NOTICE, version=VERSION))
