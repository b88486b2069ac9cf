"""Texts that mean harm are read, never obeyed."""

import re
from html.parser import HTMLParser

import pytest

from strategiplan.model.dossier import Dossier
from strategiplan.model.revision import Note, Revision
from strategiplan.render import prose, prose_md
from strategiplan.render.environment import page_script
from strategiplan.render.publishing import render_plan, render_revision
from strategiplan.render.visible import visible
from strategiplan.revisions.reasons import revise
from tests.plans import area, goal, indicator, plan

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "![x](http://evil.example/x.png)",
    "</style><script>alert(1)</script>", "--><script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>",
    "[x]: javascript:alert(1)\n\n[x]", "<javascript:alert(1)>", "{{ 7*7 }}{% raw %}", "`</code><script>`",
    "<iframe src=//evil.example>", "&lt;script&gt;alert(1)&lt;/script&gt;", "[x](//evil.example)", "[x](vbscript:x)",
    "| a |\n| - |\n| <script>alert(1)</script> |", '" onmouseover="alert(1)', "<svg/onload=alert(1)>",
]


def _of(text):
    line = " ".join(text.split())
    return plan(title=line, areas=[area("o", goal("g", line, description=text, sections=[
        {"id": "s", "heading": line, "text": text}], indicators=[indicator("i", line, definition=text, unit=line)],
        indicators_pending={"note": text}), title=line, description=text)], meta={line: text})


class _Seen(HTMLParser):
    """What a browser would make elements and attributes of."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.handlers = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "span", "h1", "h2", "h3", "h4", "h5",
    "h6", "nav", "details", "summary", "ol", "ul", "li", "main", "section", "article", "footer", "dl", "dt", "dd",
    "ins", "del", "fieldset", "legend", "label", "input", "table", "thead", "tbody", "tr", "td", "th", "caption",
    "script", "form", "select", "option", "button", "code", "pre", "em", "strong", "br", "hr", "b", "blockquote",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_hold_no_foreign_element(text):
    old, new = plan(areas=[area("o", goal("g", "Mål"))]), _of(text)
    pages = [render_plan(Dossier("x", new), "html")["plan.html"].decode()]
    revision = Revision(statement=text, notes=(Note.model_validate({"at": "g", "motivation": text}),))
    for view in ("revision", "columns", "changes"):
        both = Dossier("a", old), Dossier("b", new, revision=revision)
        pages.append(next(iter(render_revision(revise(old, new, revision), *both, view=view).values())).decode())
    for html in pages:
        seen = _Seen(html)
        assert seen.tags <= ALLOWED
        assert seen.handlers == []
        assert all(link.startswith(("#", "https:", "mailto:")) for link in seen.links), seen.links
        # One script, ours and whole, and nothing after it but the end of the page.
        before, script, after = html.partition(f"<script>{page_script()}</script>")
        assert html.count("</style>") == 1 and script and "<script" not in before + after
        assert after == "\n</body>\n</html>\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_no_foreign_element(text):
    new = _of(text)
    out = render_plan(Dossier("x", new), "md")["plan.md"].decode()
    bare = re.sub(r"`[^`\n]*`|\\<|<(?=https?:|mailto:)", "", out)
    assert _Seen(bare).tags <= {"a"}
    html = prose.html(prose_md.markdown(text))
    assert "<script" not in html and "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html)).lower()
    assert "![" not in re.sub(r"\\.", "", prose_md.markdown(text))


def test_steering_characters_are_shown():
    shown = visible("Höj \u202eneksats\u202c till 5\u200b\x07")
    assert shown == "Höj ⟨U+202E⟩neksats⟨U+202C⟩ till 5⟨U+200B⟩⟨U+0007⟩"
    html = render_plan(Dossier("x", _of("abc \u202e def")), "html")["plan.html"].decode()
    assert "\u202e" not in html and "⟨U+202E⟩" in html


def test_ordinary_characters_stay():
    ordinary = "Åäö – ”citat” 1\u00a0000 💧👩\u200d🚒 soft\u00adhyphen\tx\ny"
    assert visible(ordinary) == ordinary


def test_links_to_pages_and_mail_stay_links():
    html = prose.html("[Kolada](https://kolada.se) [brev](mailto:a@b.se)")
    assert 'href="https://kolada.se"' in html and 'href="mailto:a@b.se"' in html and "noopener" in html


def test_headings_inside_texts_keep_the_order():
    assert prose.html("# A\n\n### B", 4) == "<h4>A</h4>\n<h5>B</h5>"
    assert prose_md.markdown("# A\n\n### B", 4) == "#### A\n\n##### B"


def test_deep_and_long_texts_come_to_an_end():
    assert prose.html(">" * 5000 + " x")
    assert prose.html("[" * 20000)
    assert prose.html("*a " * 40000)
    assert len(prose.html("x " * 300_000)) < 1_000_000


def test_markdown_texts_survive_being_written_anew():
    text = (
        "Ett *viktigt* **ord** och `kod`.\n\n- ett\n- två\n  - tre\n\n1. a\n2. b\n\n> citat\n\n"
        "| a | b |\n| --- | --- |\n| 1 | 2 |"
    )
    assert prose.html(prose_md.markdown(text)) == prose.html(text)


def test_a_title_cannot_end_the_style_sheet():
    html = render_plan(Dossier("x", plan(title='x"; } </style><script>')), "html")["plan.html"].decode()
    style = html[html.index("<style>") : html.index("</style>")]
    assert "script" in style and "<script" not in style
