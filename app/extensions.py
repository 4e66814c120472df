"""Bare extension instances; `create_app` binds them. AppBuilder is made per app: FAB registers no blueprints for a second app on a shared one."""

from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_appbuilder.views import UtilView
from flask_migrate import Migrate

from app.kernel.stale_pages import PageTokens

db = SQLA(model_class=Model)
migrate = Migrate()
csrf = PageTokens()


class PortalBuilder(AppBuilder):
    """FAB's builder without its language, menu and documentation routes: a language is kept by POST (`app/accounts`), the others are not offered."""

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.add_view_no_menu(UtilView)
        self.sm.register_views()
