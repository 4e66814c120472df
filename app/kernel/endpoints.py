"""The endpoints that answer whoever asks, in one place: whoever closes a door (a first password, maintenance, a cookie) says which of them stay open."""

STATIC = frozenset({"static", "appbuilder.static", "IdentityView.logo", "IdentityView.colours"})
"""What pages are made of: the same for everybody, kept by caches, asked without a session."""
LANGUAGE = "LanguageView.choose"
HEALTH = "health"
SIGN_IN = "AuthDBView.login"
SECOND_STEP = "AuthDBView.code"
SIGN_OUT = "AuthDBView.logout"
WAY_IN = frozenset({SIGN_IN, SECOND_STEP, "AuthDBView.sso", "AuthDBView.sso_back", SIGN_OUT})

FOR_EVERYBODY = STATIC | {LANGUAGE, HEALTH}
