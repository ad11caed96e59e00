"""What we did not write: unchanged, licensed, and the icons complete."""

import hashlib
import json
import re

import pytest
from django.contrib.staticfiles import finders

import fairlead
from fairlead.ui.templatetags import ui
from tests.ui.colours import STATIC

VENDOR = STATIC / "vendor"
HASHES = json.loads((VENDOR / "hashes.json").read_text())["files"]
USED_IN_TEMPLATES = re.compile(
    r"{%\s*icon\s+[\"']([\w-]+)[\"']|\bicon=[\"']([\w-]+)[\"']|\|default:[\"']([a-z]+-[a-z-]+)[\"']"
)
USED_IN_CODE = re.compile(r"[\"']?icon[\"']?\s*[=:]\s*[\"']([a-z0-9-]+)[\"']")


def symbols() -> set[str]:
    """The names in the sprite."""
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / ui.SPRITE).read_text()))


def used(template: str) -> set[str]:
    """The icons a template asks for by name."""
    return {name for names in USED_IN_TEMPLATES.findall(template) for name in names if name}


def test_vendored_files_are_the_recorded_ones():
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "hashes.json"
    }
    assert found == HASHES


def test_every_vendored_folder_has_its_licence():
    folders = {name.split("/")[0] for name in HASHES}
    assert {folder for folder in folders if (VENDOR / folder / "LICENSE").is_file()} == folders


def test_every_icon_of_the_templates_is_in_the_sprite():
    package = STATIC.parents[1]
    templates = sorted(package.glob("**/templates/**/*.html"))
    missing = {str(path.relative_to(package)): used(path.read_text()) - symbols() for path in templates}
    assert len(templates) > 30
    assert {name: icons for name, icons in missing.items() if icons} == {}


def test_every_icon_named_in_code_is_in_the_sprite():
    package = STATIC.parents[1]
    named = {name for path in package.rglob("*.py") for name in USED_IN_CODE.findall(path.read_text())}
    named |= set(ui.TONE_ICONS.values()) | set(ui.STATION_ICONS.values()) | ui.TURNING
    assert named - symbols() == set()


@pytest.mark.parametrize(
    "template",
    [
        '{% icon "nothing-like-it" %}',
        "{% icon 'nothing-like-it' label %}",
        '{% button "x" icon="nothing-like-it" %}',
    ],
)
def test_a_missing_icon_is_noticed(template):
    assert used(template) - symbols() == {"nothing-like-it"}


def test_every_static_file_named_in_templates_exists():
    package = STATIC.parents[1]
    named = {
        name
        for path in package.glob("**/templates/**/*.html")
        for name in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", path.read_text())
    }
    assert {name for name in named if finders.find(name) is None} == set()
    assert "ui/tokens.css" in named


def test_fonts_named_in_the_tokens_exist():
    named = re.findall(r'url\("\.\./(vendor/[^"]+)"\)', (STATIC / "ui/tokens.css").read_text())
    assert len(named) == 4
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_modules_stay_small_and_import_only_each_other():
    folder = STATIC / "ui/js"
    modules = {path.name: path.read_text() for path in folder.glob("*.js")}
    assert {name for name, text in modules.items() if len(text.splitlines()) > 100} == set()
    imported = {name for text in modules.values() for name in re.findall(r'from "\./([\w.]+)"', text)}
    assert imported | {"page.js", "theme.js", "board.js"} == set(modules)


def test_the_package_is_where_the_files_are():
    assert STATIC.is_relative_to(next(iter(fairlead.__path__)))
