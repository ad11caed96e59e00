"""The command line: quick, lazy, and clear when something cannot be."""

import os
import socket
import subprocess
import sys

import pytest

from fairlead import cli


def fairlead(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "fairlead.cli", *words],
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_version_and_help_do_not_wait_for_django(word):
    code = (
        "import sys; from fairlead.cli import main\n"
        f"try: main([{word!r}])\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_version_names_the_installed_version():
    done = fairlead("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "fairlead")


def test_an_unknown_command_is_refused():
    done = fairlead("dance")
    assert (done.returncode, done.stdout) == (2, "")
    assert "dance" in done.stderr


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert cli.load(name).SUMMARY in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_named_before_anything_is_made(command, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = fairlead(command, "--port", str(port), "--data", str(tmp_path / "data"))
    assert done.returncode == 2
    assert f"port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert f"PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_wrong_database_address_is_a_sentence(tmp_path):
    data = str(tmp_path / "data")
    done = fairlead("serve", "--port", "0", "--data", data, FAIRLEAD_DATABASE_URL="mysql://x")
    assert done.returncode == 2
    assert "FAIRLEAD_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_out_of_reach_is_a_sentence(tmp_path):
    address = f"postgres://fairlead@/fairlead?host={tmp_path}"
    done = fairlead("serve", "--port", "0", "--data", str(tmp_path / "data"), FAIRLEAD_DATABASE_URL=address)
    assert done.returncode == 2
    assert "the database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
