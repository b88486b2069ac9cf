"""Texts that mean harm are read in Word, never obeyed, and what XML cannot hold is written out."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategiplan.model.organization import Organization
from strategiplan.model.plan import Plan
from strategiplan.model.revision import Revision
from strategiplan.render.docx_line import inert
from tests.plans import area, goal, indicator, plan
from tests.render_docx import readers
from tests.render_docx.comparing import between

W = readers.W
HOSTILE = [
    "\x00\x01\x08\x0b\x0c\x1f", "\x7f\x80\x9f", "\ufffe\uffff", "\ud800", "\u202eomvänt", "\u2028rad\u2029stycke",
    "<w:p/>&amp;<![CDATA[x]]>", "]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
    "{ HYPERLINK \"https://evil.example\" }", "{ INCLUDETEXT \"c:\\\\x\" }", "{ DDEAUTO c:\\\\x }",
    "=cmd|' /C calc'!A0", "[klicka](https://evil.example)", "[klicka](javascript:alert(1))", "<https://evil.example>",
    "![bild](https://evil.example/x.png)", "www.evil.example", "file:///etc/passwd", "\t\ttabbar\t",
    "a\u00a0b\u2009c", "\U0001f469\u200d\U0001f467", "x" * 5000, "*" * 300, "[" * 300, "> " * 50 + "x", "- " * 50 + "x",
]
# What would act when the file is opened or clicked, and none of which a plan has any use for.
ACTIVE = ("hyperlink", "instrText", "object", "drawing", "pict", "altChunk", "subDoc", "smartTag", "sdt", "fldChar")


def hostile(text: str, where: str) -> Plan:
    """A plan with the text in one of its places; titles may not hold everything, so the model is not asked."""
    parts = {"title": "Plan", "areas": [area("a", goal("g", "Mål", description="Text.", indicators=[indicator("i")]))]}
    made = plan(**parts)
    if where == "title":
        return made.model_copy(update={"title": text})
    found = made.areas[0].goals[0].model_copy(update={"description": text})
    return made.model_copy(update={"areas": (made.areas[0].model_copy(update={"goals": (found,)}),)})


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("where", ["title", "description"])
def test_hostile_texts_are_only_read(text: str, where: str) -> None:
    plain = hostile("Oskyldigt.", where)
    for old, new in ((plain, hostile(text, where)), (hostile(text, where), plain)):
        found = between(old, new, Revision.model_construct(notes=(), statement=text, proposer=None, filed=None))
        for content in (found.tracked(), found.coloured()):
            harmless(content)
        for how in ("accept", "reject"):
            want = [text for text in found.text(how) if text]
            assert readers.by_docx_plus(found.tracked(), how) == want


def harmless(content: bytes) -> None:
    """Nothing in the file acts, and nothing in it points out of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ElementTree.fromstring(package.read(name))
                assert not [e for e in tree.iter() if e.tag.removeprefix(W) in ACTIVE], name
                assert not [e for e in tree.iter() if e.get("TargetMode") == "External"], name
                fields = [e.get(f"{W}instr") for e in tree.iter(f"{W}fldSimple")]
                assert fields in ([], ["PAGE", "NUMPAGES"]), name


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=25)
def test_any_text_can_be_written(one: str, other: str) -> None:
    found = between(hostile(one, "description"), hostile(other, "description"))
    content = found.tracked()
    for how in ("accept", "reject"):
        assert readers.by_docx_plus(content, how) == [text for text in found.text(how) if text]


@pytest.mark.parametrize(("text", "shown"), [
    ("a\x00b", "a⟨U+0000⟩b"), ("\ufffe\uffff", "⟨U+FFFE⟩⟨U+FFFF⟩"), ("\u202e", "⟨U+202E⟩"), ("a\tb", "a b"),
    ("åäö", "åäö"),
])
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_names_of_people_and_bodies_are_inert_too() -> None:
    organization = Organization.model_validate({"name": "Stad & <b>land</b>"})
    revision = Revision.model_validate({
        "proposer": {"kind": "citizen", "name": "<w:x/> & \"Eva\""},
        "notes": [{"at": "plan.title", "motivation": "</w:t> & <![CDATA[ [x](https://evil.example)"}],
    })
    found = between(plan(title="A"), plan(title="B"), revision, organization)
    content = found.tracked()
    harmless(content)
    told = readers.comments(content)
    assert {comment["author"] for comment in told} == {"<w:x/> & \"Eva\""}
    assert "Motivering: </w:t> & <![CDATA[ x (https://evil.example)" in told[1]["text"]
