"""A plan's file as git shows it: whole, line by line, and never a failure."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.formats.plan_text import readable, sentences
from strategiplan.store.layout import written
from strategiplan.store.yaml_reader import read
from tests.store.messy import files

ROOT = Path(__file__).parents[2]
GOAL = """\
# strategiplan: ignore[goal-without-responsible] beslutas i juni
id: trygg
title: Karlstad ska vara
  en trygg kommun
sdg: [11, "16.1"]
description: |
  Alla ska vara trygga. Det gäller
  även på kvällen.

  - Hemma
  - Ute
indicators:
  - {id: oro, name: Andel oroliga, unit: percent, targets: {2023: {max: 20}}}  # ny 2023
  - id: brott
    name: "Anmälda brott"
    definition: |
      Antal anmälda brott per år.
      Källan är Brå.
responsible: []
"""


def test_a_goal() -> None:
    assert readable(GOAL.encode()).decode() == """\
Karlstad ska vara en trygg kommun (trygg)
sdg: 11, 16.1

description:
  Alla ska vara trygga.
  Det gäller även på kvällen.

  - Hemma
  - Ute

indicators:
  - Andel oroliga (oro); unit percent; targets 2023 (max 20)
  - Anmälda brott (brott)
    definition:
      Antal anmälda brott per år.
      Källan är Brå.
responsible: []

# strategiplan: ignore[goal-without-responsible] beslutas i juni
# ny 2023
"""


@pytest.mark.parametrize("content", [
    b"title: 'unclosed", b"a: b: c", b"\xff\xfe", b"a: 1\na: 2\n", b"- just\n- a list\n", b"only a text", b"\x00",
    b"<<<<<<< HEAD\n", b"a: &x 1\nb: *x\n", b"a: " + b"[" * 100, b"title: caf\xe9\n",
])
def test_what_is_no_plan_is_given_as_it_is(content: bytes) -> None:
    assert readable(content) == content


def test_nothing() -> None:
    assert readable(b"") == b""
    assert readable(b"{}\n") == b""
    assert readable("\ufefftitle: Med BOM\r\nid: a\r\n".encode()) == b"Med BOM (a)\n"


def test_signs_that_a_terminal_would_obey_are_shown() -> None:
    shown = readable(b'title: "a\\x1b[31mb\\u202ec"\n').decode()
    assert shown == "a⟨U+001B⟩[31mb⟨U+202E⟩c\n"


def test_another_line_break_is_no_change() -> None:
    long = "description: |\n  En mening om\n  Karlstad. En annan\n  mening.\n"
    assert readable(long.encode()) == readable(b"description: |\n  En mening om Karlstad.\n  En annan mening.\n")


def test_sentences() -> None:
    assert sentences("Ett. Två.\nTre\nfyra.\n\n# Rubrik\n1. Först. Sedan.\n| a. B |") == [
        "Ett.", "Två.", "Tre fyra.", "", "# Rubrik", "1. Först.", "  Sedan.", "| a. B |",
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "plans").rglob("*.yaml")), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_value_of_the_real_files_is_there(path: Path) -> None:
    content = path.read_bytes()
    assert_whole(read(content).data, readable(content).decode())


@settings(max_examples=150, deadline=None)
@given(files())
def test_every_value_is_there(text: str) -> None:
    data = read(text.encode()).data
    assert_whole(data, readable(text.encode()).decode())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_it_never_fails(content: bytes) -> None:
    assert isinstance(readable(content), bytes)


def assert_whole(data: Any, shown: str) -> None:
    """Every word of every value and key is in the text."""
    words = set("".join(c if c.isalnum() else " " for c in shown).split())
    stack = [data]
    while stack:
        top = stack.pop()
        if isinstance(top, dict):
            stack += [*top.values(), *(k for k in top if k not in ("id", "title", "name", "heading"))]
        elif isinstance(top, list):
            stack += top
        elif isinstance(top, str):
            said = set("".join(c if c.isalnum() else " " for c in top).split())
            assert said <= words, said - words


def test_two_files_that_say_the_same_read_the_same() -> None:
    laid = written(read(GOAL.encode()).data, "goal")
    plain = "\n".join(line for line in readable(GOAL.encode()).decode().split("\n") if not line.startswith("#"))
    assert sorted(readable(laid.encode()).decode().split()) == sorted(plain.split())


def test_the_model_is_not_loaded() -> None:
    program = (
        "import sys\nfrom strategiplan.formats.plan_text import readable\nreadable(b'a: b # c')\n"
        "print([m for m in sys.modules if m.startswith(('pydantic', 'typer', 'rich', 'strategiplan.model'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
