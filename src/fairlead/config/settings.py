"""Django settings. Every FAIRLEAD_ variable is described in docs/operations.md."""

from pathlib import Path

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from fairlead.config import env, logs

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("FAIRLEAD_DATA", "var")).resolve()
DEMO = env.flag("FAIRLEAD_DEMO")
DEBUG = env.flag("FAIRLEAD_DEBUG")
HTTPS = env.flag("FAIRLEAD_HTTPS")
SECRET_KEY = env.secret_key(DATA)
WORDS_KEYS = env.words_keys(DATA)
BADGE_KEYS = env.badge_keys(DATA)
BASE_URL = env.text("FAIRLEAD_BASE_URL", "http://localhost:8000").rstrip("/")
# Hosts of institutions: host -> name or id of the institution; letters to its people lead there.
DOMAINS = env.pairs("FAIRLEAD_DOMAINS")
ALLOWED_HOSTS = env.listing("FAIRLEAD_HOSTS", "localhost,127.0.0.1,[::1]") + env.without_ports(DOMAINS)
CSRF_TRUSTED_ORIGINS = [BASE_URL, *(f"{BASE_URL.partition('://')[0]}://{host}" for host in DOMAINS)]

INSTALLED_APPS = [
    "fairlead.kernel",
    "fairlead.ui",
    "fairlead.audit",
    "fairlead.notifications",
    "fairlead.institutions",
    "fairlead.people",
    "fairlead.sealed",
    "fairlead.calendars",
    "fairlead.programmes",
    "fairlead.partnerships",
    "fairlead.training",
    "fairlead.questions",
    "fairlead.applications",
    "fairlead.mentorships",
    "fairlead.recruitment",
    "fairlead.recognition",
    "fairlead.surveys",
    "fairlead.preferences",
    "fairlead.matching",
    "fairlead.flash",
    "fairlead.mentoringcircles",
    "fairlead.peers",
    "fairlead.support",
    "fairlead.evaluation",
    "fairlead.privacy",
    "fairlead.integrations.form_csv",
    "fairlead.portal",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fairlead.kernel.http.ContentSecurityMiddleware",
    "fairlead.institutions.middleware.HostMiddleware",
    "fairlead.people.middleware.ActorMiddleware",
]
ROOT_URLCONF = "fairlead.config.urls"
WSGI_APPLICATION = "fairlead.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "fairlead.portal.navigation.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "fairlead.ui.templatetags.ui",
                "fairlead.institutions.templatetags.faces",
            ],
        },
    }
]

DATABASES = {"default": env.database(env.text("FAIRLEAD_DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SWEEPS = [
    "fairlead.programmes.tasks.sweep",
    "fairlead.partnerships.tasks.sweep",
    "fairlead.applications.tasks.sweep",
    "fairlead.recruitment.tasks.sweep",
    "fairlead.preferences.tasks.sweep",
    "fairlead.matching.tasks.sweep",
    "fairlead.flash.tasks.sweep",
    "fairlead.mentoringcircles.tasks.sweep",
    "fairlead.peers.tasks.sweep",
    "fairlead.mentorships.tasks.sweep",
    "fairlead.training.tasks.sweep",
    "fairlead.calendars.tasks.sweep",
    "fairlead.recognition.tasks.sweep",
    "fairlead.evaluation.tasks.sweep",
    "fairlead.people.tasks.sweep",  # after the pairs, which end with the last day of one of the two
    "fairlead.surveys.tasks.sweep",
    "fairlead.integrations.form_csv.tasks.sweep",
    "fairlead.privacy.tasks.sweep",
    "fairlead.support.tasks.sweep",  # gathers the reminders that those above have written
    "fairlead.notifications.tasks.sweep",  # last, so that it also sends what the others have written
]
# What waits for somebody, gathered on the home page.
TODOS = [
    "fairlead.applications.queries.todos",
    "fairlead.applications.queries.clarifications.todos",
    "fairlead.integrations.form_csv.queries.todos",
    "fairlead.matching.queries.todos.todos",
    "fairlead.matching.queries.swapnotes.todos",
    "fairlead.mentorships.queries.todos",
    "fairlead.mentorships.queries.agreement_todos.todos",
    "fairlead.mentorships.queries.closing.todos",
    "fairlead.mentorships.queries.plans.todos",
    "fairlead.mentorships.queries.meeting_todos.todos",
    "fairlead.preferences.queries.asking.todos",
    "fairlead.flash.queries.telling.todos",
    "fairlead.mentoringcircles.queries.telling.todos",
    "fairlead.peers.queries.telling.todos",
    "fairlead.programmes.queries.todos",
    "fairlead.partnerships.queries.todos.todos",
    "fairlead.partnerships.queries.steering_todos.todos",
    "fairlead.recruitment.queries.todos",
    "fairlead.training.queries.todos",
    "fairlead.surveys.queries.todos",
    "fairlead.support.queries.cases.todos",
    "fairlead.support.queries.asking.todos",
    "fairlead.support.queries.sharing.todos",
    "fairlead.evaluation.queries.todos.todos",
]
# What people are reminded of in the one mail a day: (at) -> list of kernel.nudges.Nudge.
NUDGES = [
    "fairlead.support.actions.nudging.nudges",
    "fairlead.support.actions.nudging.case_nudges",
    "fairlead.support.actions.succeeding.nudges",
    "fairlead.support.actions.learning.nudges",
    "fairlead.surveys.actions.nudging.nudges",
    "fairlead.preferences.actions.nudging.nudges",
    "fairlead.partnerships.actions.nudging.nudges",
    "fairlead.matching.actions.approval_letters.nudges",
    "fairlead.partnerships.actions.steering_nudges.nudges",
]
# What else stands in a person's calendar feed: (person, since) -> list of kernel.invitations.Appointment.
APPOINTMENTS = [
    "fairlead.training.queries.calendars.appointments",
    "fairlead.partnerships.queries.steering.appointments",
    "fairlead.support.queries.together.appointments",
    "fairlead.flash.queries.calendars.appointments",
    "fairlead.mentoringcircles.queries.calendars.appointments",
]
# What the calendar of a programme's team holds: (actor, programme, since) -> list of kernel.dates.TeamDate.
PROGRAMME_DATES = [
    "fairlead.programmes.queries.team_dates.dates",
    "fairlead.partnerships.queries.team_dates.dates",
    "fairlead.training.queries.team_dates.dates",
    "fairlead.surveys.queries.team_dates.dates",
]
# What an applicant is told where their application stands: (application, at) -> list of kernel.notes.Note.
APPLICANT_NOTES: list[str] = [
    "fairlead.matching.queries.noting.notes",
    "fairlead.preferences.queries.asking.notes",
    "fairlead.flash.queries.telling.notes",
    "fairlead.mentoringcircles.queries.telling.notes",
    "fairlead.peers.queries.telling.notes",
    "fairlead.applications.queries.clarifications.notes",
    "fairlead.recruitment.queries.notes.notes",
    "fairlead.applications.queries.eligibility.notes",
    "fairlead.evaluation.queries.inclusion.notes",
]
# What contexts above tell on the page of a pair: (actor, pair, at, place) -> list of kernel.notes.Note.
PAIR_NOTES: list[str] = [
    "fairlead.support.queries.asking.notes",
    "fairlead.matching.queries.afternotes.notes",
    "fairlead.matching.queries.swapnotes.notes",
]
# What happens when somebody loses a role in a programme's team: (programme, by, at), in the same transaction.
ON_LEAVING_TEAM: list[str] = ["fairlead.support.actions.succeeding.after_leaving"]

# What happens when a partner leaves a programme: modules that are a programmes.parting.Step.
PARTNER_PARTING: list[str] = ["fairlead.matching.actions.parting", "fairlead.privacy.actions.parting"]

# What is held of people and goes when its time is over: modules that are a programmes.keeping.Keeper.
RETENTION: list[str] = [
    "fairlead.applications.actions.keeping",
    "fairlead.matching.actions.keeping",
    "fairlead.mentorships.actions.keeping",
    "fairlead.recognition.actions.keeping",
    "fairlead.support.actions.keeping",
    "fairlead.recruitment.actions.keeping",
    "fairlead.training.actions.keeping",
    "fairlead.preferences.actions.keeping",
    "fairlead.flash.actions.keeping",
    "fairlead.mentoringcircles.actions.keeping",
    "fairlead.peers.actions.keeping",
]

# What somebody of the team hands over to a successor: modules that are a programmes.succession.Step.
HANDOVERS: list[str] = [
    "fairlead.partnerships.actions.handing_over",
    "fairlead.partnerships.actions.handing_over_steering",
    "fairlead.matching.actions.handing_over",
    "fairlead.support.actions.handing_over",
    "fairlead.evaluation.actions.handing_over",
]

# What is held about a person, as they take it along: (actor) -> list of kernel.exporting.Section.
EXPORTS: list[str] = [
    "fairlead.people.exporting.export",
    "fairlead.programmes.queries.exporting.export",
    "fairlead.applications.queries.exporting.export",
    "fairlead.matching.queries.exporting.export",
    "fairlead.mentorships.queries.exporting.export",
    "fairlead.training.queries.exporting.export",
    "fairlead.surveys.queries.exporting.export",
    "fairlead.support.queries.exporting.export",
    "fairlead.recognition.queries.exporting.export",
    "fairlead.recruitment.queries.exporting.export",
    "fairlead.preferences.queries.exporting.export",
    "fairlead.flash.queries.telling.export",
    "fairlead.mentoringcircles.queries.telling.export",
    "fairlead.peers.queries.telling.export",
    "fairlead.calendars.exporting.export",
    "fairlead.notifications.exporting.export",
    "fairlead.sealed.exporting.export",
]

# Whom the hard rules allow for somebody, whatever anybody has said of them: (application) -> participations.
ALLOWED_PARTNERS = "fairlead.matching.queries.allowed.partners"
# Which pairs of a round are locked: a function (round) giving pairs of participations, the mentee first.
LOCKED_PAIRS = "fairlead.matching.queries.runs.locked_pairs"
# How the matching keeps a pair on which two have agreed: (mentee, mentor, by, at).
AGREE_ON_PAIR = "fairlead.matching.actions.ruling.agree"
# Refuses to give mentees fewer mentors while somebody has more: (round, most).
FEWER_MENTORS = "fairlead.matching.actions.several.check_fewer"

# What a programme brings along when it is copied or settles a part itself: part -> (source, target, by, at).
PROGRAMME_COPIERS: dict[str, str] = {
    "forms": "fairlead.questions.actions.copy_forms",
    "agreement": "fairlead.mentorships.actions.agreement_templates.copy_template",
    "training": "fairlead.training.actions.copying.copy_curriculum",
    "certificate": "fairlead.recognition.actions.wording.copy_wording",
    "surveys": "fairlead.surveys.actions.copy_questionnaires",
}
# What a rule on who may apply can be about besides the facts of HR: (programme, side) -> list of Subject.
ELIGIBILITY_SUBJECTS: list[str] = ["fairlead.applications.queries.eligibility.subjects"]
# What other contexts find missing before an intake opens: (programme) -> list of programmes.queries.Line.
OPENING_CHECKS: list[str] = ["fairlead.questions.queries.opening_lines"]
# Whose letter it is: (address, context of the letter) -> notifications.faces.Face.
LETTER_FACE = "fairlead.partnerships.queries.faces.of_letter"
# Letters a team reads beforehand: (programme, at) -> list of programmes.queries.letters.Sample.
LETTER_SAMPLES: list[str] = [
    "fairlead.applications.queries.sampling.samples",
    "fairlead.matching.queries.sampling.samples",
]
# The page that lists the forms of a purpose, for the way back from the form builder.
FORM_HOMES: dict[str, str] = {"application": "questions:forms", "survey": "surveys:questionnaires"}
# What else is sealed under the installation's keys and sealed anew with them: () -> how many keys.
WORDS_KEY_RENEWERS: list[str] = [
    "fairlead.surveys.actions.renew_box_keys",
    "fairlead.calendars.actions.renew_calendar_keys",
]
# How the pages of a form are drawn for those who build it: (page, programme, side) -> form.
FORM_PREVIEW = "fairlead.applications.forms.previewing.form"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SILENCED_SYSTEM_CHECKS = ["auth.E003"]  # an address is unique whatever its case: person_address_once
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "people:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SIGN_IN_LINK_MINUTES = 30
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "fairlead_session"
CSRF_COOKIE_NAME = "fairlead_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("FAIRLEAD_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "fairlead.config.formats"
TIME_ZONE = env.text("FAIRLEAD_TIME_ZONE", "Europe/Bratislava")
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The preview of an import is one form with a field or two for each choice.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Hosts of calendars that may be asked at private addresses, ".example.org" for all below it; elsewhere only
# public ones are. Without encryption only these are asked, and only where CALENDAR_HTTP says so.
CALENDAR_HOSTS = env.listing("FAIRLEAD_CALENDAR_HOSTS")
CALENDAR_HTTP = env.flag("FAIRLEAD_CALENDAR_HTTP")

# Months after which sent letters are emptied of their words and addresses.
LETTER_MONTHS = env.whole("FAIRLEAD_LETTER_MONTHS", 12, least=1)

# In the demo, letters stay in the outbox and are read on the mailbox page.
MAILBOX = env.flag("FAIRLEAD_MAILBOX", default=DEMO)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("FAIRLEAD_SMTP_HOST", "localhost")
EMAIL_PORT = int(env.text("FAIRLEAD_SMTP_PORT", "25"))
EMAIL_HOST_USER = env.text("FAIRLEAD_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("FAIRLEAD_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("FAIRLEAD_SMTP_STARTTLS")
EMAIL_USE_SSL = env.flag("FAIRLEAD_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("FAIRLEAD_MAIL_FROM", "Fairlead <fairlead@localhost>")
# Domains of institutions whose letters may come from their own address: SPF and DKIM name this mail server.
SENDER_DOMAINS = [domain.lower() for domain in env.listing("FAIRLEAD_SENDER_DOMAINS")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "fairlead.config.logs.LineFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("FAIRLEAD_LOG_LEVEL", "WARNING")},
}
logs.configure()
