"""The files keep to the schema that Word reads by: an element out of order is enough for it to refuse a file.

Needs openxml-audit, and is skipped without it.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from strategiplan.model.plan import Plan
from tests.render_docx.comparing import REVISIONS, between, compared
from tests.render_docx.drawn import ORGANIZATION, rich_plans

audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")


def faults(content: bytes, folder: Path) -> list[str]:
    """What a file does against the schema. A theme is asked for too, but the standard lets a document go without."""
    path = folder / "revision.docx"
    path.write_bytes(content)
    found = audit.OpenXmlValidator().validate(str(path)).errors
    return [f"{e.part_uri}{e.path}: {e.description}" for e in found if not e.description.endswith("theme' is missing.")]


@pytest.mark.parametrize("names", REVISIONS, ids="→".join)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_real_files(names: tuple[str, str], lang: str, tmp_path: Path) -> None:
    found = compared(*names)
    assert faults(found.tracked(lang), tmp_path) == []
    assert faults(found.coloured(lang), tmp_path) == []


@given(rich_plans(), rich_plans())
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_drawn_files(tmp_path: Path, old: Plan, new: Plan) -> None:
    found = between(old, new, organization=ORGANIZATION)
    assert faults(found.tracked(), tmp_path) == []
    assert faults(found.coloured("en"), tmp_path) == []
