"""Bare extension instances; `create_app` binds them. AppBuilder is made per app: FAB registers no blueprints for a second app on a shared one."""

from flask_appbuilder import Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

db = SQLA(model_class=Model)
migrate = Migrate()
csrf = CSRFProtect()
