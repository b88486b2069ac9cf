"""What a stranger's template tries: each is refused with a sentence, in little time and memory."""

import resource

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.model.dossier import Dossier
from strategiplan.render.publishing import render_plan
from tests.plans import area, goal, plan

DOSSIER = Dossier("x", plan(title="Planen", areas=[area("o", goal("g"))]))
BIG = "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 20


def _again(times, text="{% endfor %}"):
    loops = "".join(f"{{% for a{n} in labels.keys() %}}" for n in range(times))
    return loops + text + "{% endfor %}" * (times - (text == "{% endfor %}"))


def _calling(kind, call):
    """A chain in which each part is shown twice by the one before it."""
    parts = "".join(f"{{% {kind.format(n)} %}}{call.format(n + 1) * 2}{{% end{kind.split()[0]} %}}" for n in range(60))
    return f"{parts}{{% {kind.format(60)} %}}x{{% end{kind.split()[0]} %}}"


ESCAPES = [
    "{{ view.__class__.__mro__ }}", "{{ ''.__class__.__base__.__subclasses__() }}", "{{ view|attr('__class__') }}",
    "{{ view['__class__'] }}", "{{ labels['__class__'] }}", "{{ '{0.__class__}'.format(view) }}",
    "{{ '{a.__class__}'.format_map(labels) }}", "{{ '%s'|format(view) }}", "{{ 'abc'.startswith.__self__ }}",
    "{{ lipsum.__globals__ }}", "{{ cycler(1) }}", "{{ joiner()() }}", "{% set ns = namespace(x=1) %}{{ ns.x }}",
    "{{ dict(a=1) }}", "{{ self._TemplateReference__context }}", "{% block b %}{{ self.b._context }}{% endblock %}",
    "{{ labels.get.__self__ }}", "{{ labels.items().mapping }}", "{{ labels.items }}", "{{ view }}", "{{ labels }}",
    "{{ labels.update({}) }}", "{% set labels.x = 1 %}", "{{ context.environment }}", "{{ environment }}",
    "{{ charge(1, 1) }}", "{% for a in view.areas %}{{ loop._iterator }}{% endfor %}",
    "{% import 'components/parts.html.j2' as p %}{{ p._body_stream }}",
    "{% import 'components/parts.html.j2' as p %}{{ p.heading._func }}",
    "{% import 'components/parts.html.j2' as p %}{{ p.heading }}",
    "{% autoescape false %}{{ view.frame.title }}{% endautoescape %}", "{% debug %}", "{% do 1 %}",
]
OUTSIDE = [
    "{% include '../../etc/passwd' %}", "{% include '/etc/passwd' %}", "{% import '../../etc/passwd' as p %}",
    "{% from '../x' import y %}", "{% extends '../../x' %}", "{% include '..\\\\x' %}", "{% include 'a\0b' %}",
    "{% include 'preview/../../pyproject.toml' %}", "{% include '" + "a" * 5000 + "' %}", "{% include 'ring' %}",
    "{% include 'out/secret' %}", "{% include 'secret' %}", "{% include view %}", "{% include 5 %}",
]
ENDLESS = [
    _again(6), "{% set _step = labels.keys %}{% set environment = labels %}" + _again(6),
    BIG + "{% for k in labels.keys() %}{{ a }}{% endfor %}",
    BIG + "{% set b %}{% for k in labels.keys() %}{{ a }}{% endfor %}{% endset %}",
    BIG + "{% set b %}" + "{{ a }}" * 500 + "{% endset %}", BIG + "{{ a" + " ~ a" * 500 + " }}",
    "{% set b %}" + _again(3, "x" * 400_000) + "{% endset %}",
    BIG + "{% set l = [" + "a ~ '1'," * 500 + "] %}", BIG + "{% set l = [" + "a|upper," * 500 + "] %}",
    BIG + "{% set l = [" + "a[1:]," * 500 + "] %}", BIG + _again(3, "{% for c in a if false %}{% endfor %}"),
    BIG.replace("x", "\\n") + "{{ a|hanging(a) }}", BIG.replace("a ~ a", "a ~ a", 1) + _again(3, "{{ a|prose }}"),
    "{% set l = ['x', 'y'] %}" + "{% set l = [l, l] %}" * 60,
    "{% set l, m = ['x'], ['x'] %}" + "{% set l, m = [l, l], [m, m] %}" * 60 + "{{ l == m }}",
    "{% set l = ('x', 'y') %}" + "{% set l = (l, l) %}" * 60 + "{{ labels.get(l) }}",
    "{% set l = {'a': 1} %}" + "{% set l = {'a': l, 'b': l} %}" * 60,
    _calling("block b{}", "{{{{ self.b{}() }}}}"), _calling("macro m{}()", "{{{{ m{}() }}}}") + "{{ m0() }}",
    "{% set n = (n|default(0)) + 1 %}{% if n < 40 %}" + "{% include 'plan.html.j2' %}" * 2 + "{% endif %}",
    "{% include 'plan.html.j2' %}", "{% import 'plan.html.j2' as p %}", "{% extends 'other.html.j2' %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for x in labels.keys() recursive %}{{ loop(labels.keys()) }}{% endfor %}",
    "{% if 0 %}" + "{% elif 0 %}" * 10_000 + "{% endif %}", "{{ " + "[" * 5000 + "]" * 5000 + " }}",
    "{{ view" + ".a" * 10_000 + " }}", "{{ 1" + " + 1" * 10_000 + " }}",
]
SUMS = [
    "{{ range(1000000000) }}", "{{ 'a' * 1000000000 }}", "{% for x in [1] * 1000000000 %}{% endfor %}",
    "{{ 9 ** 99999 }}", "{{ 999999 * 999999 * 999999 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ '%099999999d' % 1 }}",
    "{{ labels|join('x') }}", "{{ 'a'.center(999999999) }}", "{{ 'a'.zfill(999999999) }}", "{{ [labels]|upper }}",
    "{{ 'x' ~ [view] }}", "{{ " + "9" * 5000 + " }}", "{{ labels[1:2:0] }}", "{{ 'abc'[1:2:0] }}",
    "{% for a in labels.keys() %}" * 30 + "{% endfor %}" * 30, "{#" * 100_000, "{{ '" * 50_000, "x" * 600_000,
]


@pytest.mark.parametrize("template", [*ESCAPES, *OUTSIDE, *ENDLESS, *SUMS], ids=lambda text: text[:60])
def test_each_is_refused(tmp_path, monkeypatch, template):
    # To spend all that a page is given takes seconds; no other branch is taken when it is less.
    monkeypatch.setattr("strategiplan.render.sandbox._STEPS", 20_000)
    monkeypatch.setattr("strategiplan.render.sandbox._SECONDS", 1)
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret").write_text("hemligt", "utf-8")
    (folder / "secret").symlink_to(tmp_path / "secret")
    (folder / "out").symlink_to(tmp_path)
    (folder / "ring").symlink_to(folder / "ring")
    (folder / "other.html.j2").write_text("{% extends 'plan.html.j2' %}", "utf-8")
    (folder / "plan.html.j2").write_text(template, "utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF)
    with pytest.raises(UserError) as caught:
        render_plan(DOSSIER, "html", templates=folder)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert "plan.html.j2" in caught.value.params.get("place", caught.value.params.get("name"))
    assert "hemligt" not in str(caught.value.params)
    assert after.ru_utime - before.ru_utime < 10 and after.ru_maxrss - before.ru_maxrss < 1_000_000
    if template in ENDLESS:
        assert caught.value.code == "template-endless"


def test_what_a_page_needs_is_far_below_the_bounds(tmp_path, monkeypatch):
    many = [area(f"o{n}", *(goal(f"g{n}-{m}") for m in range(40))) for n in range(10)]
    monkeypatch.setattr("strategiplan.render.sandbox._STEPS", 50_000)
    monkeypatch.setattr("strategiplan.render.sandbox._VOLUME", 20_000_000)
    assert b"g9-39" in render_plan(Dossier("x", plan(areas=many)), "html", templates=tmp_path)["plan.html"]
