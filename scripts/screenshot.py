"""Take pictures of a running demo: the one in README.md, or any page as any of the cast.

    throughcare demo                                  # in one terminal
    python scripts/screenshot.py readme               # docs/images/*.png again
    python scripts/screenshot.py page / --as mere --out home.png --width 360

Needs the tools of `make setup` and a Chromium on the PATH.
"""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
LARGEST = 300_000  # bytes; a reader of README.md should not wait for it
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--hide-scrollbars",
]
# File, member of the cast, path, heights in pixels at 1280 wide.
README = (("home.png", "mere", "/", 900),)

cli = typer.Typer(add_completion=False)
Address = Annotated[str, typer.Option(help="Where the demo answers.")]


@cli.command()
def page(
    path: str,
    out: Path,
    address: Address = "http://localhost:8000",
    member: Annotated[str, typer.Option("--as", help="Key of one of the cast; empty is nobody.")] = "",
    width: int = 1280,
    height: int = 0,
) -> None:
    """One page. height 0: all of it."""
    _take([(out, member, path, width, height)], address)


@cli.command()
def readme(address: Address = "http://localhost:8000") -> None:
    """The pictures of the README."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    _take([(IMAGES / name, member, path, 1280, height) for name, member, path, height in README], address)
    for name, *_ in README:
        size = (IMAGES / name).stat().st_size
        if size > LARGEST:
            raise typer.BadParameter(f"{name} has {size:,} bytes, more than {LARGEST:,}: choose a shorter page.")


def _take(pictures: list[tuple[Path, str, str, int, int]], address: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise typer.BadParameter("There is no Chromium on the PATH: install Debian's package chromium.")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=FLAGS)
        for out, member, path, width, height in pictures:
            view = browser.new_page(viewport={"width": width, "height": height or 900})
            if member:
                _log_in(view, address, member)
            view.goto(address + path)
            view.screenshot(path=out, full_page=not height)
            print(f"{out} {view.title()}")
            view.close()
        browser.close()


def _log_in(view: Page, address: str, member: str) -> None:
    view.goto(f"{address}/demo/")
    view.locator(f"form:has(input[name=as][value={member}]) button").click()


if __name__ == "__main__":
    sys.exit(cli())
