"""Django's settings. Everything that differs between sites comes from `environment`; the rest is decided here."""

import pghistory
import pgtrigger
from csp.constants import NONE, SELF

from throughcare.config import environment as surroundings

ENV = surroundings.current()

DEBUG = ENV.debug
DEMO = ENV.demo
SECRET_KEY = ENV.secret_keys[0]
SECRET_KEY_FALLBACKS = list(ENV.secret_keys[1:])
ALLOWED_HOSTS = [*ENV.hosts, *ENV.kiosk_hosts]
SITE_ADDRESS = f"{ENV.site_address}/" if ENV.site_address else ""
CSRF_TRUSTED_ORIGINS = [ENV.site_address] if ENV.site_address else []
HOME = ENV.home
AUDIT_KEYS = {key.id: key.secret for key in ENV.audit_keys}
AUDIT_HEAD = ENV.audit_head
METRICS_TOKEN = ENV.metrics_token
PARTNERSHIP = ENV.partnership
# Of which partners somebody is reminded: no contact for so many days, unless a partner has days of its own; an accreditation that ends within so many.
PARTNER_QUIET_DAYS = ENV.partner_quiet_days
ACCREDITATION_DAYS = ENV.accreditation_days
APPROVAL_ABOVE = ENV.approval_above
LIGHT_UP_TO = ENV.light_up_to
CURRENCY = ENV.currency
REFER_WITHOUT_AGREEMENT = ENV.refer_without_agreement
PUBLISHING = ENV.publishing

DATABASES = {"default": ENV.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # First: its templates and words are served in place of those of allauth and Django.
    "throughcare.common",
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "throughcare.places",
    "throughcare.accounts",
    "throughcare.audit",
    "throughcare.notices",
    "throughcare.tasks",
    "throughcare.files",
    "throughcare.imports",
    "throughcare.people",
    "throughcare.partners",
    "throughcare.services",
    "throughcare.disclosure",
    "throughcare.agreements",
    "throughcare.referrals",
    "throughcare.performance",
    "throughcare.relationships",
    "throughcare.front",
    "throughcare.demo",
    "throughcare.config",
]

MIDDLEWARE = [
    "throughcare.config.monitoring.Monitoring",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "throughcare.audit.middleware.RequestTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "throughcare.audit.middleware.RequestReader",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "throughcare.accounts.middleware.Kiosk",
    "throughcare.accounts.middleware.Standing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "throughcare.notices.middleware.DefaultViews",
    "throughcare.config.api.method_problems",
]

ROOT_URLCONF = "throughcare.config.urls"
WSGI_APPLICATION = "throughcare.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "throughcare.front.context.layout",
                "throughcare.accounts.context.session",
                "throughcare.notices.context.saved_views",
            ],
        },
    }
]
FORM_RENDERER = "throughcare.common.renderers.GovukRenderer"

# Log-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_PREFIX = "/account/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    # NZISM 16.1.31.C.03: 16 characters or more.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 16}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "throughcare.accounts.passwords.NotGuessed"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
]
ACCOUNT_ADAPTER = "throughcare.accounts.adapters.ClosedDoor"
ACCOUNT_FORMS = {"reset_password": "throughcare.accounts.forms.ForgottenForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
BREACHED_PASSWORDS = ENV.breached_passwords
# By account, three wrong passwords in fifteen minutes from all devices it does not know, and from each it knows (decision 19).
# By password, ten wrong log-ins with the same one in that time, whichever accounts they are for: nobody tries one password on everybody.
# By address of the network, only what no office's people together would do.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,3/900s/key",
    "login_password": "10/900s/key",
    "reset_password": "100/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.embedded
SECOND_STEP = ENV.second_step
MFA_TOTP_ISSUER = "Throughcare"
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a whole office logs in from one address; there is nothing to guess
MFA_FORMS = {"login_webauthn": "throughcare.accounts.forms.PasskeyForm"}
MFA_ADAPTER = "throughcare.accounts.adapters.SecondSteps"

# Single sign-on: what the surroundings name, and nothing else
SIGN_ON = ENV.sign_on
SIGN_ON_COOKIE = "sign-on" if ENV.embedded else "__Host-sign-on"
SOCIALACCOUNT_ADAPTER = "throughcare.accounts.sign_on.door.Door"

# Sessions: the sealed table, through narrow functions only
SESSION_ENGINE = "throughcare.accounts.sessions"
IDLE_MINUTES = ENV.idle_minutes
KIOSK_HOSTS, KIOSK_MINUTES = ENV.kiosk_hosts, ENV.kiosk_minutes
SESSION_COOKIE_AGE = ENV.longest_hours * 60 * 60  # counted from the log-in: throughcare.audit.middleware
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the page
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENV.embedded
SESSION_COOKIE_NAME = "sessionid" if ENV.embedded else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if ENV.embedded else "__Host-csrftoken"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # as the session: nothing stays on a shared computer
DEVICE_COOKIE_NAME = "device" if ENV.embedded else "__Host-device"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Counters of log-ins: in the database, so that every process and machine of the site counts together
CACHES = {"default": {"BACKEND": "throughcare.accounts.counters.Counters"}}

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if ENV.embedded else 31_536_000
SECURE_SSL_REDIRECT = False  # the proxy in front of a real site ends TLS
SECURE_PROXY_SSL_HEADER = None if ENV.embedded else ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}

# Words and dates
LANGUAGE_CODE = "en"
# Te reo Māori joins when a licensed translator has reviewed common/locale/mi.
LANGUAGES = [("en", "English")]
TIME_ZONE = ENV.time_zone
USE_TZ = True
DATE_FORMAT = "j F Y"
FORMAT_MODULE_PATH = ["throughcare.common.formats"]

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = ENV.home / "files"

# History and jobs
# Triggers are put in by `migrate` after the tables, with the policies: in migrations each would render every model again.
PGTRIGGER_MIGRATIONS = False
PGHISTORY_LEVEL = pgtrigger.Statement  # one trigger call a statement: an import of thousands of rows stays set-based
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="+")
PGHISTORY_FIELD = pghistory.Field(null=True)
PROCRASTINATE_ON_APP_READY = "throughcare.notices.queue.ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # the room of each app its tasks are in

# Mail leaves from jobs only
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if ENV.mail else "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.home / "mail"
DEFAULT_FROM_EMAIL = "Throughcare <no-reply@localhost>"
if ENV.mail:
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.mail.use_tls, ENV.mail.use_ssl
EMAIL_TIMEOUT = 20

# Logs hold keys and codes, never a word about anybody
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "throughcare.config.logs.Line"}, "json": {"()": "throughcare.config.logs.Json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": ENV.logs}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "throughcare": {"level": "INFO"},
        # A line for each request, where machines read the log.
        "throughcare.config.monitoring": {"level": "INFO" if ENV.logs == "json" else "WARNING"},
        # Django's own would go beside ours, with the text of every error.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        # It would say what it met in somebody's document.
        "pypdf": {"handlers": [], "level": "CRITICAL"},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mail is unique without regard to case: a constraint on lower(email)
    "security.W005",  # other subdomains are the office's own affair: HSTS speaks for this site alone
    "security.W008",  # the proxy in front ends TLS and sends on; `throughcare check` asks for one
    "security.W021",  # as W005: whether a domain goes on browsers' list is for whoever owns it
    "pghistory.W001",  # request context is set by our own reader, not by its middleware
]
