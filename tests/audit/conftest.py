"""The head file of one test, and ways to fill and seal the audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def head_file(tmp_path: Path) -> Iterator[Path]:
    with override_settings(AUDIT_HEAD=tmp_path / "audit-head.json"):
        yield tmp_path / "audit-head.json"
