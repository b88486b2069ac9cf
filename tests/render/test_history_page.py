"""One goal's or indicator's history as a page."""

import re
from pathlib import Path

import pytest

from tests.running import ask

ROOT = Path(__file__).parents[2]


def told(format: str, id_: str = "musikskola-6-15", lang: str = "sv") -> str:
    answer = ask("history", id_, "--format", format, "--lang", lang, cwd=ROOT)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def test_the_page_says_what_the_terminal_says() -> None:
    words = " ".join(told("text", "gott-foretagsklimat").replace("┊", "").split())
    page = " ".join(re.sub(r"<[^>]*>", " ", told("html", "gott-foretagsklimat")).replace("&nbsp;", " ").split())
    sentences = re.findall(r"• ([^•]*?\.)(?= |$)", words)
    assert len(sentences) > 3
    for sentence in sentences:
        assert sentence.replace("  ", " ") in page


@pytest.mark.parametrize("format", ["html", "md"])
def test_what_was_proposed_is_told_apart_from_what_was_decided(format: str) -> None:
    page = told(format)
    for name in ("Strategisk plan 2022", "2023-forslag-s", "Strategisk plan 2023 (2023-forslag-blagrona)"):
        assert name in page
    # The reason is told once, with the decision.
    assert page.count("Förslaget anger inget skäl. Ändringen vidgar åldersgruppen") == 1


def test_it_is_named_as_it_was_last_decided() -> None:
    assert told("md", "musikskola-6-19").startswith("# Elever i musik- eller kulturskola, 6-19 år, andel (%)\n")
    assert "Gäller" not in told("html", lang="en") and "<html lang=\"en\">" in told("html", lang="en")


def test_the_output_says_the_format(tmp_path: Path) -> None:
    for name, opening in (("a.html", b"<!doctype html>"), ("a.md", b"# "), ("a.txt", b"2022"), ("a.json", b"{")):
        answer = ask("history", "musikskola-6-15", "-o", str(tmp_path / name), cwd=ROOT)
        assert answer.code == 0 and (tmp_path / name).read_bytes().startswith(opening)


def test_nothing_is_written_into_a_plan() -> None:
    answer = ask("history", "musikskola-6-15", "-o", "plans/karlstad/2023/x.html", cwd=ROOT)
    assert answer.code == 2 and not (ROOT / "plans/karlstad/2023/x.html").exists()
