"""Prepare `.venv` with nothing but a Python: `python3 tools/bootstrap.py [demo|dev]`.

Only the standard library, and syntax that an old Python can read, so that it can say what is wrong.
Installs the locked, hash-checked packages with uv (fetched into `.venv` where it is missing) or, where uv
does not do, with pip; then the project itself. Nothing outside `.venv` is touched. A second run finds its
stamp and does nothing.
"""

from __future__ import print_function

import glob
import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
SCRIPTS = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(SCRIPTS, "python.exe" if os.name == "nt" else "python")
LOG = os.path.join(VENV, "setup.log")
LOCKS = {"demo": "requirements.lock", "dev": "requirements-dev.lock"}
STAMPED = ("pyproject.toml", "tools/bootstrap.py")
NO_NETWORK = (
    "resolve",
    "dns error",
    "connection refused",
    "network is unreachable",
    "timed out",
    "connection reset",
    "newconnectionerror",
    "error sending request",
    "failed to fetch",
    "could not find a version that satisfies",
)


class Unprepared(Exception):
    """The environment could not be made; the message says why and how to mend it."""


def say(text):
    """One calm line."""
    print(text)
    sys.stdout.flush()


def run(command, **options):
    """Run a command, its words into the log; True when it succeeded."""
    with open(LOG, "a") as log:
        log.write("\n$ " + " ".join(command) + "\n")
        log.flush()
        try:
            return subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, **options) == 0
        except OSError as error:
            log.write(str(error) + "\n")
            return False


def start_over_with_a_newer_python():
    """Hand over to a Python that is new enough, or say that there is none."""
    for name in NEWER:
        path = shutil.which(name) if hasattr(shutil, "which") else None
        if path and subprocess.call([path, "-c", "pass"], stderr=subprocess.DEVNULL) == 0:
            sys.exit(subprocess.call([path, os.path.abspath(__file__)] + sys.argv[1:]))
    raise Unprepared(
        "Fairlead needs Python %d.%d or newer; this is Python %d.%d (%s), and none newer was found.\n"
        "Install one (Debian and Ubuntu: apt-get install python3.11 python3.11-venv), or name it:\n"
        "  make PYTHON=/path/to/python3.11 ..." % (OLDEST + sys.version_info[:2] + (sys.executable,))
    )


def fingerprint(kind):
    """A digest of everything the environment was made from."""
    digest = hashlib.sha256()
    for name in (LOCKS[kind],) + STAMPED:
        with open(os.path.join(ROOT, name), "rb") as source:
            digest.update(source.read())
    digest.update(("%s %s %s" % (sys.version, os.path.realpath(sys.executable), ROOT)).encode("utf-8"))
    return digest.hexdigest()


def stamp(kind):
    """Where the digest of a finished environment is kept."""
    return os.path.join(VENV, "fairlead-%s.stamp" % kind)


def prepared(kind):
    """Whether `.venv` already holds what `kind` needs; the development set holds the demo's too."""
    for candidate in {kind, "dev"}:
        if os.path.exists(stamp(candidate)) and os.path.exists(PYTHON):
            with open(stamp(candidate)) as kept:
                if kept.read() == fingerprint(candidate):
                    return True
    return False


def make_venv():
    """Make an empty `.venv` unless it is there with the same Python. Raises `Unprepared`."""
    version = [
        PYTHON,
        "-c",
        "import sys; sys.exit(sys.version_info[:3] != %r)" % (tuple(sys.version_info[:3]),),
    ]
    if os.path.exists(PYTHON) and subprocess.call(version, stderr=subprocess.DEVNULL) == 0:
        open(LOG, "w").close()
        return
    try:
        import venv

        venv.create(VENV, clear=True, with_pip=False)
    except ImportError:
        raise Unprepared("This Python has no venv. Debian and Ubuntu: apt-get install python3-venv.")
    except OSError as error:
        raise Unprepared("The folder .venv cannot be made: %s." % error)
    open(LOG, "w").close()


def apt_pip_wheel():
    """Debian's and Ubuntu's own pip wheel, unpacked inside `.venv`; no rights needed, nothing installed."""
    folder = os.path.join(VENV, "pip-wheel")
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return []
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    get = "apt-get download python3-pip-whl"
    run(["sh", "-c", "cd '%s' && { %s || { apt-get update && %s; }; }" % (folder, get, get)])
    for package in glob.glob(os.path.join(folder, "*.deb")):
        run(["dpkg-deb", "-x", package, folder])
    return glob.glob(os.path.join(folder, "usr/share/python-wheels/pip-*.whl"))


def pip_command():
    """The command that installs into `.venv` with pip, from the nearest pip there is; None without one."""
    if run([sys.executable, "-m", "pip", "--python", PYTHON, "--version"]):
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if run([PYTHON, "-m", "pip", "--version"]) or run([PYTHON, "-m", "ensurepip", "--upgrade"]):
        return [PYTHON, "-m", "pip"]
    wheels = glob.glob("/usr/share/python-wheels/pip-*.whl")
    for folder in os.environ.get("PIP_FIND_LINKS", "").split():
        wheels += glob.glob(os.path.join(folder, "pip-*.whl"))
    wheels = wheels or apt_pip_wheel()
    return [PYTHON, os.path.join(sorted(wheels)[-1], "pip")] if wheels else None


def uv_command():
    """uv, from `.venv` or from the search path; None where it is not."""
    own = os.path.join(SCRIPTS, "uv")
    return own if os.path.exists(own) else shutil.which("uv")


def uv_environment():
    """What pip was told about mirrors and certificates, in uv's words, unless uv was told itself."""
    told = dict(os.environ, VIRTUAL_ENV=VENV, UV_PYTHON_DOWNLOADS="never")
    for pip_name, uv_name in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if os.environ.get(pip_name):
            told.setdefault(uv_name, os.environ[pip_name])
    return told


def pip_install():
    """The beginning of a pip command line that installs into `.venv`. Raises `Unprepared` without a pip."""
    pip = pip_command()
    if pip is None:
        raise Unprepared(
            "This Python comes without pip, and neither pip nor uv is on this machine.\n"
            "Debian and Ubuntu: apt-get install python3-venv. Elsewhere: install uv. Then try again."
        )
    os.environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
    return pip + ["install", "--no-input", "--retries", "2", "--timeout", "20", "--only-binary=:all:"]


def install(kind):
    """Install the locked packages and the project. Raises `Unprepared`."""
    lock = ["--require-hashes", "-r", LOCKS[kind]]
    project = ["--no-deps", "--no-build-isolation", "-e", "."]
    pip = None
    if not uv_command():
        pip = pip_install()
        run(pip + ["--no-compile", "--require-hashes", "-r", "requirements-uv.lock"])
    uv = uv_command()
    if uv:
        into = [uv, "pip", "install", "--python", PYTHON]
        environment = uv_environment()
        if run(into + lock, env=environment) and run(into + project, env=environment):
            return
    into = pip or pip_install()
    if not (run(into + lock) and run(into + project)):
        raise Unprepared(why_it_failed())


def why_it_failed():
    """The reason in the log, in a sentence that says how to mend it."""
    with open(LOG) as log:
        words = log.read()
    low = words.lower()
    if "do not match the hashes" in low or "hash mismatch" in low:
        reason = "A downloaded package is not the one the lock file names; nothing of it was installed."
        mend = "Try again; if it stays so, tell whoever runs your package mirror."
    elif "no space left" in low:
        reason, mend = (
            "The disk is full.",
            "Fairlead's packages need about 700 MB; make room and run it again.",
        )
    elif any(sign in low for sign in NO_NETWORK):
        reason = "The Python packages could not be fetched: no network, or no package index within reach."
        mend = (
            "Connect and run the same command again; behind a proxy set HTTPS_PROXY, with a mirror of your\n"
            "own set PIP_INDEX_URL (and UV_DEFAULT_INDEX where you use uv)."
        )
    else:
        tail = [line for line in words.splitlines() if line.strip()][-4:]
        reason, mend = "The packages could not be installed.", "The last words were:\n  " + "\n  ".join(tail)
    return "%s\n%s\nEverything that was said is in %s." % (reason, mend, os.path.relpath(LOG))


def main(arguments):
    """Make the environment of the kind asked for (`demo` or `dev`, the default)."""
    kind = arguments[0] if arguments else "dev"
    try:
        if kind not in LOCKS:
            raise Unprepared("Say demo or dev, not %r." % kind)
        if sys.version_info[:2] < OLDEST:
            start_over_with_a_newer_python()
        if prepared(kind):
            return 0
        say("Preparing .venv (packages are fetched once; about a minute) ...")
        make_venv()
        install(kind)
        with open(stamp(kind), "w") as kept:
            kept.write(fingerprint(kind))
        say("Ready: .venv")
        return 0
    except Unprepared as problem:
        print("\n%s" % problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run the same command again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
