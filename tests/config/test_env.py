"""What the environment says, and what is said when it says nonsense."""

import base64
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from fairlead.config import env


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("1", True), ("yes", True), ("True", True), (" on ", True), ("0", False), ("No", False), ("off", False)],
)
def test_a_flag_is_yes_or_no(monkeypatch, word, meaning):
    monkeypatch.setenv("FAIRLEAD_TRIAL", word)
    assert env.flag("FAIRLEAD_TRIAL", default=not meaning) is meaning


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_flag_is_its_default(monkeypatch, default):
    monkeypatch.setenv("FAIRLEAD_TRIAL", "")
    assert env.flag("FAIRLEAD_TRIAL", default=default) is default


def test_a_flag_that_is_neither_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("FAIRLEAD_TRIAL", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="FAIRLEAD_TRIAL='perhaps'"):
        env.flag("FAIRLEAD_TRIAL")


def test_a_list_leaves_out_what_is_empty(monkeypatch):
    monkeypatch.setenv("FAIRLEAD_TRIAL", "a.example, ,b.example,")
    assert env.listing("FAIRLEAD_TRIAL") == ["a.example", "b.example"]


def test_the_embedded_database_lies_in_the_data_folder(tmp_path):
    settings = env.database("", tmp_path)
    assert settings["NAME"] == str(tmp_path / "fairlead.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_another_sqlite_file_is_named_by_its_path(tmp_path):
    assert env.database(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path)["NAME"] == f"{tmp_path}/x.sqlite3"


def test_an_address_of_postgresql_is_taken_apart(tmp_path):
    address = "postgres://ann%40x:se%2Fcret@db.example:5433/mentoring?sslmode=verify-full"
    settings = env.database(address, tmp_path)
    wanted = {
        "NAME": "mentoring",
        "USER": "ann@x",
        "PASSWORD": "se/cret",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert {name: settings[name] for name in wanted} == wanted
    assert settings["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_socket_folder_is_the_host(tmp_path):
    settings = env.database(f"postgres://fairlead@/fairlead?host={tmp_path}", tmp_path)
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == (str(tmp_path), "", {})


def test_another_kind_of_database_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="FAIRLEAD_DATABASE_URL"):
        env.database("mysql://x/y", tmp_path)


def test_the_secret_is_made_once_and_kept_private(monkeypatch, tmp_path):
    monkeypatch.delenv("FAIRLEAD_SECRET_KEY")
    first = env.secret_key(tmp_path / "data")
    assert len(first) >= 50
    assert env.secret_key(tmp_path / "data") == first
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_the_secret_given_is_the_secret_used(monkeypatch, tmp_path):
    monkeypatch.setenv("FAIRLEAD_SECRET_KEY", "given")
    assert env.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_keys_that_is_named_and_missing_is_refused_and_not_made(monkeypatch, tmp_path):
    named = tmp_path / "elsewhere" / "keys"
    monkeypatch.setenv("FAIRLEAD_WORDS_KEY_FILE", str(named))
    with pytest.raises(ImproperlyConfigured, match=f"FAIRLEAD_WORDS_KEY_FILE: .* {named}"):
        env.words_keys(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_keys_that_is_named_is_read(monkeypatch, tmp_path):
    named, key = tmp_path / "keys", bytes(range(32))
    named.write_text(base64.urlsafe_b64encode(key).decode(), encoding="ascii")
    monkeypatch.setenv("FAIRLEAD_WORDS_KEY_FILE", str(named))
    assert env.words_keys(tmp_path) == [key]


def test_without_a_name_one_key_is_made_once_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("FAIRLEAD_WORDS_KEY_FILE", raising=False)
    assert env.words_keys(tmp_path) == env.words_keys(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["words-key"]
