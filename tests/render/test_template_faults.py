"""A wrong template is told of by its file, its line and what is missing."""

import pytest

from strategiplan import messages
from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, plan

DOSSIER = Dossier("x", plan(title="Planen", areas=[area("o", goal("g"))]))


def _said(folder, language="sv", format="html", **files):
    for name, text in files.items():
        path = folder / "egna" / f"{name.replace('__', '/')}.{format}.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        render_plan(DOSSIER, format, language, templates="egna")
    return messages.text(f"question.{caught.value.code}", language, **caught.value.params)


@pytest.mark.parametrize(("template", "said"), [
    ("\n{{ veiw.areas }}", "mallen egna/plan.html.j2:2: det finns inget ”veiw” här; "
     "det finns view, frame, labels, around, own — menade du view?"),
    ("<p>\n\n{{ view.frame.titel }}", "mallen egna/plan.html.j2:3: det finns inget ”titel” här; det finns "),
    ("{{ labels.contnts }}", "— menade du contents?"),
    ("{{ view.frame.own_lang and labels.nix.nought }}", "det finns inget ”nix” här; det finns "),
    ("{% for a in view.areas %}\n{{ a.title|uper }}\n{% endfor %}", "mallen egna/plan.html.j2:2: "
     "det finns inget filter ”uper”; det finns comment, default, "),
    ("{% if view %}\n{{ 1 is evn }}{% endif %}",
     "egna/plan.html.j2:2: det finns inget test ”evn”; det finns defined, eq"),
    ("a\n{% if %}", "mallen egna/plan.html.j2:2: den är fel skriven (Expected an expression"),
    ("a\n{% include 'components/gaol.html.j2' %}", "mallen egna/plan.html.j2:2: det finns ingen mall "
     "”components/gaol.html.j2” — menade du components/goal.html.j2? Det finns 404.html.j2, "),
    ("a\n{% import 'components/parts.html.j2' as p %}{{ p.headin() }}",
     "egna/plan.html.j2:2: det finns inget ”headin” här;"),
    ("\n{{ none.x }}", "mallen egna/plan.html.j2:2: ”x” hör till något som är tomt"),
    ("\n{{ 5.x }}", "egna/plan.html.j2:2"), ("\n{{ (5).x }}", "mallen egna/plan.html.j2:2: det finns inget ”x” här"),
    ("\n{{ ''.__class__ }}", "mallen egna/plan.html.j2:2: ”__class__” är inget som en mall får använda"),
    ("\n{{ 1 // 0 }}", "mallen egna/plan.html.j2:2 går inte att använda: integer division"),
    ("\n{% include 'plan.html.j2' %}", "mallen egna/plan.html.j2:2: den blir aldrig klar"),
])  # fmt: skip
def test_where_and_what(tmp_path, monkeypatch, template, said):
    monkeypatch.chdir(tmp_path)
    assert said in _said(tmp_path, plan=template)


def test_a_fault_in_a_component_is_told_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {"plan": "{% import 'components/my.html.j2' as my %}\n{{ my.one(view) }}",
             "components__my": "{% macro one(view) %}\n\n<b>{{ view.nought }}</b>\n{% endmacro %}"}
    assert _said(tmp_path, "en", **files).startswith(
        "the template egna/components/my.html.j2:3: there is no “nought” here; there is ")
    assert "egna/components/my.html.j2:1: " in _said(tmp_path, **{**files, "components__my": "{{ nought }}"})
    included = {"plan": "\n{% include 'components/my.html.j2' %}", "components__my": "\n\n\n{{ view.nought }}"}
    assert "egna/components/my.html.j2:4: " in _said(tmp_path, **included)


def test_a_fault_in_ours_is_led_to_from_theirs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    called = "{% import 'components/parts.html.j2' as parts %}\n{{ parts.heading(2) }}"
    assert "mallen egna/plan.html.j2:2 → components/parts.html.j2:" in _said(tmp_path, plan=called)


def test_markdown_has_lines_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "egna/plan.md.j2:3: det finns inget ”nought”" in _said(tmp_path, format="md", plan="\n\n{{ view.nought }}")


def test_a_compiled_template_that_is_remembered_has_lines_too(tmp_path, monkeypatch):
    from strategiplan.render.environment import _sandbox

    monkeypatch.chdir(tmp_path)
    first = _said(tmp_path, plan="\n\n{{ view.nought }}")
    _sandbox.cache_clear()
    assert _said(tmp_path) == first and "plan.html.j2:3" in first


def test_a_style_sheet_has_lines_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "egna").mkdir()
    (tmp_path / "egna" / "style.css").write_text("a { }\nb { color: {{ colour }} }", "utf-8")
    assert "egna/style.css:2: det finns inget ”colour”" in _said(tmp_path)
