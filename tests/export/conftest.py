"""Builders for the tests of exports: a file of rows, and a review of it by any engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_building import DAY, names_in

from medcheck.export import ExportSummary, review_export


@pytest.fixture
def review(tmp_path: Path) -> Callable[..., tuple[ExportSummary, Path]]:
    """Review files into a fresh folder, one worker unless said otherwise, as of the last of June."""
    count = iter(range(1000))

    def run(*paths: Path, **options: Any) -> tuple[ExportSummary, Path]:
        folder = tmp_path / f"review-{next(count)}"
        given = {"engine": "python", "as_of": DAY, "workers": 1, **options}
        return review_export(list(paths), output=folder, **given), folder

    return run


@pytest.fixture
def hidden_left(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: [name for name in names_in(tmp_path) if ".medcheck-" in name]
