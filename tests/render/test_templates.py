"""The user's own templates shadow ours, and can do nothing but show."""

import subprocess
import sys

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render.environment import builtin
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, plan

DOSSIER = Dossier("x", plan(title="Planen", areas=[area("o", goal("g"))]))


def _with(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return render_plan(DOSSIER, "html", templates=folder)["plan.html"].decode()


def _refused(folder, template):
    (folder / "plan.html.j2").write_text(template, "utf-8")
    with pytest.raises(UserError) as caught:
        render_plan(DOSSIER, "html", templates=folder)
    assert caught.value.code == "bad-template"
    return caught.value


def test_one_file_shadows_ours_and_the_rest_stays(tmp_path):
    (tmp_path / "style.css").write_text("body { color: teal }", "utf-8")
    html = render_plan(DOSSIER, "html", templates=tmp_path)["plan.html"].decode()
    assert "<style>body { color: teal }</style>" in html and "Planen" in html


def test_a_template_of_ones_own(tmp_path):
    (tmp_path / "plan.html.j2").write_text(
        "<h1>{{ view.frame.title }}</h1>{% for a in view.areas %}{{ loop.index }} {{ a.title }}{% endfor %}", "utf-8"
    )
    assert render_plan(DOSSIER, "html", templates=tmp_path)["plan.html"] == b"<h1>Planen</h1>1 Ett omr\xc3\xa5de"


@pytest.mark.parametrize("template", [
    "{{ view.__class__ }}",
    "{{ view.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''.__class__ }}",
    "{{ view.frame.title.__len__() }}",
    "{{ view.frame.title.format(1) }}",
    "{{ '%s' % view }}",
    "{{ '{0.__class__}'.format(view) }}",
    "{{ view['__class__'] }}",
    "{{ view|attr('__class__') }}",
    "{{ view.areas.__getitem__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ loop }}{{ cycler.__init__ }}",
    "{{ lipsum() }}",
    "{{ labels.clear() }}",
    "{{ labels.pop('skip') }}",
    "{% include '../pyproject.toml' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ range(10) }}",
    "{{ 'a' * 100000000 }}",
    "{{ 9 ** 99999 }}",
    "{{ view.nothing }}",
    "{% for x in view.areas %}",
    "{% extends 'plan.html.j2' %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set a = 'x' %}" + "".join("{% set a = a ~ a %}" for _ in range(60)) + "{{ a }}",
    "{% set a = 'xxxxxxxx' %}" + "".join("{% set b %}{{ a }}{{ a }}{% endset %}{% set a = b %}" for _ in range(60)),
])
def test_what_a_template_may_not(tmp_path, template):
    _refused(tmp_path, template)


def test_a_loop_that_does_not_end_is_ended(tmp_path, monkeypatch):
    # Counting to the bound takes seconds, and no other branch is taken at a smaller one.
    monkeypatch.setattr("strategiplan.render.environment._STEPS", 200_000)
    loops = "".join(f"{{% for a{n} in labels.keys() %}}" for n in range(6)) + "{% endfor %}" * 6
    assert "come to an end" in _refused(tmp_path, loops).params["reason"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hemligt", "utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "secret.j2").symlink_to(secret)
    _refused(folder, "{% include 'secret.j2' %}")


def test_a_fault_says_where(tmp_path):
    assert "plan.html.j2:2" in _refused(tmp_path, "<p>\n{% if %}").params["reason"]


def test_a_folder_that_is_not_there():
    with pytest.raises(UserError) as caught:
        render_plan(DOSSIER, "html", templates="nowhere")
    assert caught.value.code == "no-templates"


def test_all_built_in_templates_are_there():
    assert {"base.html.j2", "style.css", "plan.html.j2", "plan.md.j2", "revision.html.j2", "revision.md.j2",
            "columns.html.j2", "changes.html.j2", "changes.md.j2"} <= {path.name for path in builtin().iterdir()}


def test_importing_loads_no_template_engine():
    code = ("import sys, strategiplan.render; "
            "sys.exit(any(m in sys.modules for m in ('jinja2', 'markdown_it', 'nh3', 'markupsafe')))")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
