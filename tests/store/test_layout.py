"""The canonical layout: it loses nothing, and laying out twice is laying out once."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from strategiplan.model.types import reflow
from strategiplan.store.forms import form_of
from strategiplan.store.layout import canonical, same_data
from strategiplan.store.source import parse
from strategiplan.store.yaml_reader import read
from tests.store.messy import files


@settings(max_examples=150, deadline=None)
@given(files())
def test_laws(text: str) -> None:
    before = read(text.encode())
    assert not before.problems
    laid = canonical(text, "goal")
    assert canonical(laid, "goal") == laid
    assert same_data(before.data, read(laid.encode()).data, form_of("goal"))
    assert Counter(c.text for c in parse(text).comments) == Counter(c.text for c in parse(laid).comments)
