"""The user's own templates shadow ours, and can do nothing but show."""

import subprocess
import sys

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render.environment import builtin
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, plan

REFUSALS = {
    "bad-template", "template-no-name", "template-no-name-near", "template-nothing", "template-no-filter",
    "template-no-filter-near", "template-no-file", "template-no-file-near", "template-forbidden",
    "template-endless", "template-syntax",
}
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
    assert caught.value.code in REFUSALS
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
    "{{ view.frame.title|attr('format') }}",
    "{{ view.frame.title|map('upper') }}",
    "{{ ('%c' * 3) % (1, 2, 3) }}",
    "{{ view.frame.title.format_map(labels) }}",
    "{{ view.frame.title.encode }}",
    "{{ view.frame.title.join }}",
    "{{ labels.get.__self__ }}",
    "{{ labels.__init__.__globals__ }}",
    "{{ (1).__class__ }}",
    "{{ (1).real }}",
    "{{ [].append }}",
    "{{ ().__class__.__base__ }}",
    "{{ {}.update({}) }}",
    "{{ none.__class__ }}",
    "{{ true.__class__ }}",
    "{{ missing.__class__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.blocks }}",
    "{{ caller() }}",
    "{{ varargs }}",
    "{{ namespace() }}",
    "{{ joiner() }}",
    "{{ cycler('a') }}",
    "{{ dict() }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._func }}",
    "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}",
    "{% for x in 'ab' %}{{ loop.__init__ }}{% endfor %}",
    "{% for x in 'ab' %}{{ loop._iterator }}{% endfor %}",
    "{% for x in view.frame.title recursive %}{{ loop(view.frame.title) }}{% endfor %}",
    "{% import 'components/parts.html.j2' as p %}{{ p.__loader__ }}",
    "{% import 'components/parts.html.j2' as p %}{{ p._body_stream }}",
    "{% set f = view.frame.title.format %}{{ f('{0.__class__}') }}",
    "{% set view.frame.title = 'x' %}",
    "{% do labels.clear() %}",
    "{% debug %}",
    "{% include view.frame.labels %}",
    "{% include ['/etc/hostname', '../../etc/hostname'] %}",
    "{% include 'components/../../../README.md' %}",
    "{{ 1 // 0 }}",
    "{{ 5 % 0 }}",
    "{{ 999999 * 999999 * 999999 }}",
    "{{ view.frame.labels|pprint }}",
    "{{ ['a']|join }}",
    "{{ view|tojson }}",
    "{{ '<script>'|safe }}",
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


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hemligt", "utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "secret.j2").symlink_to(secret)
    _refused(folder, "{% include 'secret.j2' %}")


def test_a_fault_says_where(tmp_path):
    assert _refused(tmp_path, "<p>\n{% if %}").params["place"].endswith("plan.html.j2:2")


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
