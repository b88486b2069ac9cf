"""No text of a plan is ever code, and a stranger's program can draw and do nothing else."""

import io
import re
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render import typesetting
from strategiplan.render.environment import builtin
from strategiplan.render.publishing import render_plan
from strategiplan.render.visible import visible
from tests.plans import area, goal, plan
from tests.render.test_hostile import HOSTILE
from tests.render_pdf.reading import bare, bookmarks, printed, shown, words_of

CODE = [
    '#panic("x")', '#read("/etc/passwd")', '"); #panic("', "\\\"); #panic(\\\"", "#let x = 1", "$ x^2 $", "@mål", "<g>",
    "// bort", "/* bort */", "= Rubrik", "- punkt", "+ punkt", "/ Ord: text", "*fet* _lutad_", "`kod`", "a --- b ... c",
    "~ \\ \\u{41}", "#sys.version", "]; #panic(1) [", "{ } [ ] ( )", '#import "@preview/x:1.0.0"', "'citat' \"citat\"",
    "{{ 7 * 7 }} {% raw %}", "#eval(\"1\")", "https://exempel.se", "fi ffl 1/2 (c)",
]
WRITTEN = re.compile("⟨U\\+([0-9A-F]{4,6})⟩")


def read_back(text: str) -> str:
    """A text with what was written out, because no font draws it or because it steers, as the sign itself."""
    shown = WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)
    # Texts are composed when a plan is read.
    return " ".join(unicodedata.normalize("NFC", shown).split())


def drawn(title: str, text: str) -> bytes:
    held = plan(title=title, areas=[area("o", goal("g", title, description=text), title="Område")])
    return render_plan(Dossier("x", held), "pdf")["plan.pdf"]


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60).filter(lambda text: text.strip()))
@example("a\u0308 \u00ad \u200d e\u0301")
def test_any_title_comes_back_as_it_was(title: str) -> None:
    title = " ".join(title.split())
    made = drawn(title, "text")
    with pikepdf.open(io.BytesIO(made)) as found:
        assert read_back(str(found.docinfo["/Title"])) == read_back(visible(title))
    assert read_back(bookmarks(made)[-1][1]) == read_back(f"1.1 {visible(title)}")


@pytest.mark.parametrize("text", [*CODE, *HOSTILE])
def test_code_is_text(text: str) -> None:
    line = " ".join(text.split())
    made = drawn(line, "Först.\n\n    " + line)
    assert bookmarks(made)[-1][1] == f"1.1 {line}"
    # The description is a block of code in Markdown, whose text is kept as it is.
    assert bare(printed(made)).endswith(bare(f"Först. {line}"))


@pytest.mark.parametrize("text", [
    "\n".join("  " * n + "- a" for n in range(60)), ">" * 15 + " a", "*a **a " * 50 + "a** a*" * 50, "[" * 2000 + "a",
    "\n".join("  " * n + "- > a **a *a* a**" for n in range(30)), "a" * 20000, "a\n\n" * 500,
], ids=["lists", "quotes", "emphases", "brackets", "both", "word", "paragraphs"])  # fmt: skip
def test_deep_and_long_texts_come_to_an_end(text: str) -> None:
    held = Dossier("x", plan(areas=[area("o", goal("g", "Mål", description=text), title="Del")], title="Plan"))
    page = shown(render_plan(held, "html")["plan.html"].decode())
    told = printed(render_plan(held, "pdf")["plan.pdf"])
    assert told[told.rindex("Mål") :].count("a") == words_of(page).rpartition("mål")[2].count("a") > 0


@pytest.fixture
def shadowed(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Draws a plan with a program of the user's."""

    def draw(program: str) -> bytes:
        (tmp_path / "document.typ").write_text(program, "utf-8")
        return render_plan(Dossier("x", plan(areas=[area("o", goal("g", "Målet"))])), "pdf", None, tmp_path)["plan.pdf"]

    return draw


HEAD = '#set document(title: "x")\n#set text(lang: "sv")\n#let page-data = json(bytes(sys.inputs.page))\n'


def test_a_program_of_the_user_s_draws(shadowed) -> None:  # type: ignore[no-untyped-def]
    made = shadowed(HEAD + "= Vårt eget\n#page-data.running")
    assert [title for _, title in bookmarks(made)] == ["Vårt eget"]


@pytest.mark.parametrize("program", [
    '#read("/etc/passwd")', '#read("document.typ")', '#read("../document.typ")', '#image("/etc/hostname")',
    '#include "/etc/passwd"', '#import "@preview/cetz:0.3.0"', '#import ("@pre" + "view/cetz:0.3.0")',
    '#plugin("/usr/lib/x.wasm")', "#while true {}", "#let f() = f()\n#f()", "#panic()", "#let x = (",
])  # fmt: skip
def test_a_program_of_the_user_s_does_nothing_else(program: str, shadowed) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as raised:
        shadowed(f"{HEAD}= Rubrik\n{program}")
    assert raised.value.code == "bad-template"
    assert raised.value.params["name"] == "document.typ"
    assert "root:" not in raised.value.params["reason"]


def test_a_program_that_runs_on_is_ended(shadowed, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(typesetting, "_SECONDS", 1)
    with pytest.raises(UserError) as raised:
        shadowed(HEAD + "#for a in range(9999999) { for b in range(9999999) { a + b } }")
    assert raised.value.code == "bad-template"


def test_a_link_out_of_the_folder_is_no_program(tmp_path: Path) -> None:
    outside = tmp_path / "outside.typ"
    outside.write_text("#panic()", "utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "document.typ").symlink_to(outside)
    held = Dossier("x", plan(areas=[area("o", goal("g", "Målet"))]))
    assert render_plan(held, "pdf", None, folder) == render_plan(held, "pdf")


def test_the_program_holds_no_text_and_takes_none_as_code() -> None:
    program = (builtin() / "document.typ").read_text("utf-8")
    assert not re.search(r"\b(eval|read|include|import|plugin)\b", re.sub(r"//.*", "", program))
