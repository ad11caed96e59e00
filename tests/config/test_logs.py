"""Log lines are short and tell nothing personal."""

import logging
import logging.config

import structlog
from django.conf import settings

from fairlead.config import logs
from fairlead.kernel.tokens import fresh


def test_an_event_is_one_line_of_words_and_pairs(caplog):
    logs.configure()
    with caplog.at_level(logging.INFO, logger="trial"):
        structlog.get_logger("trial").info("letters sent", number=3)
    assert caplog.messages == ["letters sent number=3"]


def test_a_traceback_shows_no_values(caplog):
    logs.configure()
    try:
        secret = "Anna Kováčová"
        raise ValueError(len(secret))
    except ValueError:
        structlog.get_logger("trial").exception("sweep failed", sweep="letters")
    assert caplog.messages == ["sweep failed sweep='letters'"]
    assert "ValueError: 13" in caplog.text
    assert "Kováčová" not in caplog.text.replace('secret = "Anna Kováčová"', "")


def test_no_log_line_holds_the_secret_of_a_link(client, caplog):
    client.get(f"/sign-in/link/{fresh()}/elsewhere/")
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["line"])
    )
    lines = [formatter.format(record) for record in caplog.records]
    assert [line.partition("WARNING ")[2] for line in lines] == [
        "django.request Not Found: /sign-in/link/…/elsewhere/"
    ]
