"""How other systems talk with the portal: the REST API's resources, its description, and the tokens by which programs call."""

from typing import Any

from flask import current_app

from app.integration import callers
from app.integration import listeners as listeners  # what ends tokens
from app.integration.docs_views import ApiDocsView
from app.integration.resources import GRANTS as RESOURCE_GRANTS
from app.integration.resources import RESOURCES
from app.integration.token_views import TokenView
from app.kernel.access import Grant
from app.kernel.roles import SIGNED_IN

USES: tuple[str, ...] = ()

GRANTS = (
    Grant("TokenView", ("can_list", "can_make", "can_revoke"), SIGNED_IN),
    Grant("ApiDocsView", ("can_docs", "can_openapi"), SIGNED_IN),
    *RESOURCE_GRANTS,
)


def register(appbuilder: Any) -> None:
    """The resources, the page of tokens under the account, and the door for programs."""
    for resource in RESOURCES:
        appbuilder.add_api(resource)
    appbuilder.add_view_no_menu(TokenView)
    appbuilder.add_view_no_menu(ApiDocsView)
    callers.register(current_app, appbuilder.sm)
