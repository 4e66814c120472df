"""Settings from the environment, one class per environment. Secrets come from the environment or from files named there, never from the repository."""

import os
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parent
MEGABYTE = 1024 * 1024


def _secret(name: str) -> str:
    """The value of NAME, or the content of the file that NAME_FILE points to; "" if neither is set."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, "")


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in ("1", "true", "yes", "on")


def database_uri(url: str) -> str:
    """SQLAlchemy's spelling of a database URL: PostgreSQL is spoken to with psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class Config:
    """What every environment shares."""

    ENVIRONMENT = "development"
    DATA_DIR = os.environ.get("DATA_DIR", str(ROOT / "data"))
    DATABASE_URL = os.environ.get("DATABASE_URL", "")
    SQLALCHEMY_DATABASE_URI = database_uri(DATABASE_URL) or f"sqlite:///{Path(DATA_DIR).resolve()}/portal.sqlite3"
    SECRET_KEY = _secret("SECRET_KEY")
    SECRET_KEY_FALLBACKS = [key for key in (_secret("SECRET_KEY_PREVIOUS"),) if key]
    DEMO = _flag("DEMO")
    PORTAL_URL = os.environ.get("PORTAL_URL", "http://127.0.0.1:8080")
    TRUSTED_HOSTS = [host for host in os.environ.get("TRUSTED_HOSTS", "").split(",") if host] or None
    PROXY_HOPS = int(os.environ.get("PROXY_HOPS", "0"))

    BABEL_DEFAULT_LOCALE = "id"
    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
    LANGUAGES = {"id": {"flag": "id", "name": "Bahasa Indonesia"}, "en": {"flag": "gb", "name": "English"}}

    APP_NAME = "Portal Kompetensi ASN"
    FAB_CREATE_DB = False
    FAB_UPDATE_PERMS = False
    FAB_ADD_SECURITY_API = False
    FAB_ADD_MENU_API = False
    FAB_ADD_OPENAPI_VIEWS = False
    FAB_API_SWAGGER_UI = False
    FAB_SAFE_REDIRECT_HOSTS: list[str] = []
    AUTH_TYPE = 1
    AUTH_ROLE_PUBLIC = "Public"
    AUTH_RATE_LIMITED = True
    AUTH_RATE_LIMIT = "10 per minute"
    AUTH_RATE_LIMIT_PER_PERSON = "10 per 15 minutes"
    OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "")
    OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
    OIDC_CLIENT_SECRET = _secret("OIDC_CLIENT_SECRET")
    OIDC_SCOPE = os.environ.get("OIDC_SCOPE", "openid profile")
    OIDC_CLAIM = os.environ.get("OIDC_CLAIM", "nip")
    OIDC_CHECKS_SECOND_FACTOR = _flag("OIDC_CHECKS_SECOND_FACTOR")
    LOCAL_SIGN_IN = _flag("LOCAL_SIGN_IN", "1")
    API_RATE_LIMIT = os.environ.get("API_RATE_LIMIT", "300 per minute")
    FORGOTTEN_RATE_LIMIT = "20 per hour"
    FORGOTTEN_RATE_LIMIT_PER_PERSON = "3 per hour"
    RATELIMIT_ENABLED = True
    RATELIMIT_STORAGE_URI = os.environ.get("RATELIMIT_STORAGE_URI", "database://")

    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = False
    PERMANENT_SESSION_LIFETIME = timedelta(minutes=int(os.environ.get("SESSION_IDLE_MINUTES", "120")))
    SESSION_ABSOLUTE_LIFETIME = timedelta(hours=int(os.environ.get("SESSION_HOURS", "12")))
    WTF_CSRF_TIME_LIMIT = None
    MAX_CONTENT_LENGTH = 16 * MEGABYTE
    MAX_FORM_MEMORY_SIZE = 2 * MEGABYTE

    TELEGRAM_BOT_TOKEN = _secret("TELEGRAM_BOT_TOKEN")
    TELEGRAM_BOT_NAME = os.environ.get("TELEGRAM_BOT_NAME", "")
    TELEGRAM_API_URL = os.environ.get("TELEGRAM_API_URL", "https://api.telegram.org")
    TELEGRAM_WEBHOOK_SECRET = _secret("TELEGRAM_WEBHOOK_SECRET")
    WEBHOOK_ALLOW_PRIVATE = _flag("WEBHOOK_ALLOW_PRIVATE")
    WEBHOOK_ALLOW_LOOPBACK = _flag("WEBHOOK_ALLOW_LOOPBACK")
    SMTP_HOST = os.environ.get("SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("SMTP_PORT", "587"))
    SMTP_USER = os.environ.get("SMTP_USER", "")
    SMTP_PASSWORD = _secret("SMTP_PASSWORD")
    SMTP_SECURITY = os.environ.get("SMTP_SECURITY", "starttls")
    SMTP_FROM = os.environ.get("SMTP_FROM", "portal@localhost")
    SMTP_CA_FILE = os.environ.get("SMTP_CA_FILE", "")
    FOLLOW_LINKS = _flag("FOLLOW_LINKS", "1")
    SIGNING_FILE = os.environ.get("SIGNING_FILE", "")
    SIGNING_PASSWORD = _secret("SIGNING_PASSWORD")
    SIGNING_BSRE_CA_FILE = os.environ.get("SIGNING_BSRE_CA_FILE", "")
    SIGNING_TRIAL = _flag("SIGNING_TRIAL") or DEMO


class Development(Config):
    """`make run`: plain HTTP on this machine; the secret key is made once and kept in DATA_DIR."""

    DEBUG = _flag("DEBUG")


class Production(Config):
    """Behind TLS: cookies are Secure, and the portal refuses to start with demo mode, debug or a weak secret."""

    ENVIRONMENT = "production"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-portal"
    FAB_PASSWORD_HASH_METHOD = "scrypt:32768:8:3"  # noqa: S105 - one of the costs in the OWASP cheat sheet
    REMEMBER_COOKIE_SECURE = True


class Testing(Config):
    """The test suite: nothing leaves the machine, and passwords are hashed quickly."""

    ENVIRONMENT = "testing"
    TESTING = True
    SECRET_KEY = "only-for-tests"  # noqa: S105
    WTF_CSRF_ENABLED = False
    RATELIMIT_ENABLED = False
    FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"  # noqa: S105
    HUEY_IMMEDIATE = True
    PORTAL_URL = "http://localhost"
    FOLLOW_LINKS = False
    SIGNING_FILE = ""
    SIGNING_TRIAL = False


ENVIRONMENTS: dict[str, type[Config]] = {"development": Development, "production": Production}
"""What PORTAL_ENV may name; Testing has a known key and no CSRF protection, so it can only be handed over in code."""


def current() -> type[Config]:
    """The class named by PORTAL_ENV (development by default)."""
    return ENVIRONMENTS[os.environ.get("PORTAL_ENV", "development")]
