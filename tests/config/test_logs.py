"""Log lines are short and tell nothing personal."""

import logging

import structlog

from fairlead.config import logs


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
