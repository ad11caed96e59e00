"""Refresh the vendored front-end files: `python tools/vendor.py` fetches, checks hashes, and writes.

Packages come by name and version through `npm pack`, so the reader's own npm settings say from where.
Without `--record`, a package or file whose hash differs from the recorded one stops everything.
"""

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src/fairlead/ui/static/vendor"
RECORD = VENDOR / "hashes.json"

ICON_NAMES = """
anchor arrow-down arrow-left arrow-left-right arrow-right arrow-up arrow-up-down award badge-check ban bell
book-open building-2 calendar calendar-check calendar-clock calendar-x chart-column check chevron-down
chevron-left chevron-right circle circle-alert circle-check circle-dashed circle-dot circle-help
circle-minus circle-pause circle-plus circle-user circle-x clipboard clipboard-check clipboard-list clock
columns-2 compass copy download ellipsis external-link eye eye-off file-check file-pen file-spreadsheet
file-text file-up file-x files flag git-compare globe graduation-cap grip hand handshake heart
heart-handshake history hourglass house id-card inbox info key key-round landmark languages lightbulb link
link-2 list list-checks list-filter lock lock-keyhole lock-open log-in log-out mail mail-check mail-open
mail-plus mail-x map map-pin menu merge message-circle message-square milestone minus moon network paperclip
pause pencil phone pin play plus printer refresh-cw repeat replace rotate-ccw rotate-cw route save scale
search send settings shield-check shuffle sliders-horizontal smile sparkles split square star step-forward
sun sun-moon table tag target text thumbs-down thumbs-up ticket timer trash-2 triangle-alert undo-2 upload
user user-check user-minus user-plus user-round user-search user-x users waypoints x zap
"""
ICONS = ICON_NAMES.split()


@dataclass(frozen=True)
class Package:
    """One npm package: what to take out of it and into which folder."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]

    @property
    def target(self) -> Path:
        """The folder this version lives in."""
        return VENDOR / f"{self.folder}-{self.version}"


def _fonts(name: str) -> tuple[str, ...]:
    return ("LICENSE", *(f"files/{name}-{subset}-wght-normal.woff2" for subset in ("latin", "latin-ext")))


PACKAGES = (
    Package("htmx.org", "2.0.11", "htmx", ("LICENSE", "dist/htmx.min.js")),
    Package("@fontsource-variable/source-serif-4", "5.3.1", "source-serif-4", _fonts("source-serif-4")),
    Package(
        "@fontsource-variable/atkinson-hyperlegible-next",
        "5.3.0",
        "atkinson-hyperlegible-next",
        _fonts("atkinson-hyperlegible-next"),
    ),
    Package("lucide-static", "1.62.0", "lucide", ("LICENSE", *(f"icons/{icon}.svg" for icon in ICONS))),
)


def pack(package: Package, into: Path) -> Path:
    """Download one package archive with npm and return its path."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to refresh vendored files; the application itself does not need it.")
    wanted = f"{package.name}@{package.version}"
    subprocess.run([npm, "pack", "--silent", wanted], cwd=into, check=True, stdout=subprocess.DEVNULL)
    (archive,) = into.glob("*.tgz")
    return archive


def own_name(name: str, package: Package) -> str:
    """What a file of a package is called here: fonts go by their subset, the rest keep their names."""
    return Path(name).name.removeprefix(f"{package.folder}-").replace("-wght-normal", "")


def unpack(archive: Path, package: Package) -> dict[str, bytes]:
    """The wanted files of an archive, keyed by the name they get here."""
    with tarfile.open(archive) as opened:
        found = {}
        for name in package.files:
            member = opened.extractfile(f"package/{name}")
            if member is None:
                raise SystemExit(f"{package.name}: {name} is not a file.")
            found[own_name(name, package)] = member.read()
    return found


def sprite(icons: dict[str, bytes], version: str) -> bytes:
    """One SVG with a symbol per icon, addressed as `sprite.svg#name`."""
    symbols = []
    for name, text in sorted(icons.items()):
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", text.decode(), flags=re.DOTALL)
        symbols.append(
            f'<symbol id="{Path(name).stem}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>'
        )
    head = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- lucide-static {version}, ISC; see LICENSE -->'
    return "\n".join([head, *symbols, "</svg>", ""]).encode()


def contents(package: Package) -> tuple[str, dict[str, bytes]]:
    """Archive hash and the files to write for one package."""
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(package, Path(folder))
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        files = unpack(archive, package)
    if package.folder == "lucide":
        licence = files.pop("LICENSE")
        files = {"LICENSE": licence, "sprite.svg": sprite(files, package.version)}
    return f"sha512-{digest}", files


def hashes(files: dict[Path, bytes]) -> dict[str, str]:
    """SHA-256 of each file, keyed by its path below the vendor folder."""
    return {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(data).hexdigest()
        for path, data in sorted(files.items())
    }


def refresh(*, record: bool) -> None:
    """Fetch everything, compare with the record (or write it), then replace the folders."""
    archives: dict[str, str] = {}
    files: dict[Path, bytes] = {}
    for package in PACKAGES:
        archives[f"{package.name}@{package.version}"], found = contents(package)
        files.update({package.target / name: data for name, data in found.items()})
    seen = {"archives": archives, "files": hashes(files)}
    if not record and json.loads(RECORD.read_text()) != seen:
        raise SystemExit("The fetched files differ from the recorded hashes; nothing was written.")
    for old in VENDOR.glob("*-*"):
        shutil.rmtree(old)
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    RECORD.write_text(json.dumps(seen, indent=2) + "\n")
    sys.stdout.write(f"{len(files)} files written, {sum(map(len, files.values())) // 1024} kB.\n")


def main() -> None:
    """Read the options and refresh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="accept what is fetched and record its hashes")
    refresh(record=parser.parse_args().record)


if __name__ == "__main__":
    main()
