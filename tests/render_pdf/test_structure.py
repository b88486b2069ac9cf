"""A PDF says what is what, in order, to a reader who is not a person, and to the person who listens to one."""

import io
import re
from itertools import pairwise

import lxml.html
import pikepdf
import pytest
from pdfua import validate

from strategiplan.render.environment import builtin
from tests.render_pdf.reading import VIEWS, bare, bookmarks, made, printed, shown, structure, words_of

# A table's head stands again on each of its pages, so these two are compared part by part.
CONTINUOUS = [view for view in VIEWS if view not in ("columns", "english")]


def opened(view: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made(view, "pdf")))


@pytest.mark.parametrize("view", VIEWS)
def test_the_file_declares_itself(view: str) -> None:
    with opened(view) as pdf, pdf.open_metadata() as about:
        html = lxml.html.fromstring(made(view, "html").decode())
        assert pdf.Root.MarkInfo.Marked == True  # noqa: E712
        assert str(pdf.Root.Lang) == ("en-GB" if view == "english" else "sv-SE")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
        assert str(pdf.docinfo["/Title"]) == about["dc:title"] == html.xpath("//h1")[0].text_content()
        assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "2", "A")


@pytest.mark.parametrize("view", VIEWS)
def test_a_checker_of_pdf_ua_finds_nothing(view: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "view.pdf"
    path.write_bytes(made(view, "pdf"))
    assert [str(found) for found in validate(path).findings] == []


@pytest.mark.parametrize("view", VIEWS)
def test_headings_go_down_one_step_at_a_time(view: str) -> None:
    with opened(view) as pdf:
        levels = [int(tag.kind[1]) for tag in structure(pdf).walk() if re.fullmatch("H[1-6]", tag.kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    # The page's own headings, and the one above the contents.
    html = lxml.html.fromstring(made(view, "html").decode())
    drawn = shown(made(view, "html").decode()).xpath(".//h2|.//h3|.//h4|.//h5|.//h6")
    assert len(levels) == len(drawn) + len(html.xpath("//nav[contains(@class, 'contents')]"))


@pytest.mark.parametrize("view", VIEWS)
def test_lists_are_lists(view: str) -> None:
    with opened(view) as pdf:
        lists = [tag for tag in structure(pdf).walk() if tag.kind == "L"]
    # Labels, chips and counts stand in a line; in the columns a list is part of a cell.
    inline = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in ("marks", "chips", "counts"))
    drawn = shown(made(view, "html").decode()).xpath(f".//*[self::ul or self::ol][not({inline})]")
    assert len(lists) == len(drawn)
    assert all(kid.kind in ("LI", "Caption") for found in lists for kid in found.kids)


@pytest.mark.parametrize(("view", "least"), [("tables", 4), ("columns", 5), ("collisions", 1)])
def test_tables_have_heads(view: str, least: int) -> None:
    with opened(view) as pdf:
        tables = [tag for tag in structure(pdf).walk() if tag.kind == "Table"]
    assert len(tables) >= least
    for table in tables:
        heads = [tag for tag in table.walk() if tag.kind == "THead"]
        assert len(heads) == 1
        assert {cell.kind for row in heads[0].kids for cell in row.kids} == {"TH"}


@pytest.mark.parametrize("view", VIEWS)
def test_the_bookmarks_are_the_contents(view: str) -> None:
    html = lxml.html.fromstring(made(view, "html").decode())
    wanted = [link.get("href")[1:] for link in html.xpath("//nav[contains(@class, 'contents')]//a")]
    heads = shown(made(view, "html").decode()).xpath(".//h2|.//h3|.//h4|.//h5|.//h6")
    said = [bare(head.text_content()) for head in heads if head.get("id") in wanted or not wanted]
    assert [bare(title) for _, title in bookmarks(made(view, "pdf"))] == said


@pytest.mark.parametrize("view", CONTINUOUS)
def test_the_text_is_the_page_s_text(view: str) -> None:
    text = words_of(shown(made(view, "html").decode()))
    assert len(text) > 200
    assert bare(printed(made(view, "pdf"))).endswith(text)


@pytest.fixture(scope="session")
def one_page(tmp_path_factory):  # type: ignore[no-untyped-def]
    """Our own program on paper without end, where no cell of a table is cut in two."""
    folder = tmp_path_factory.mktemp("templates")
    program = (builtin() / "document.typ").read_text("utf-8")
    assert 'paper: "a4"' in program
    (folder / "document.typ").write_text(program.replace('paper: "a4"', "width: 210mm, height: auto"), "utf-8")
    return folder


def test_both_wordings_of_every_change_are_told_in_order(one_page) -> None:  # type: ignore[no-untyped-def]
    told, place = bare(printed(made("columns", "pdf", one_page))), 0
    pairs = shown(made("columns", "html").decode()).xpath(".//*[contains(@class, 'pair') and @data-change]")
    assert len({element.get("data-change") for element in pairs}) > 15
    for pair in pairs:
        for side in ("old-wording", "new-wording"):
            (wording,) = pair.xpath(f".//*[contains(@class, '{side}')]")
            for name in wording.xpath(".//*[contains(@class, 'side-name')]"):
                name.drop_tree()
            words = words_of(wording)
            place = told.find(words, place)
            assert place >= 0, words


def test_a_drawing_is_told_in_words() -> None:
    html = lxml.html.fromstring(made("tables", "html").decode())
    title, words = (html.xpath(f"//*[local-name() = 'svg']/*[local-name() = '{tag}']")[0] for tag in ("title", "desc"))
    with opened("tables") as pdf:
        (drawn,) = [tag for tag in structure(pdf).walk() if tag.kind == "Figure"]
    assert drawn.alternative == f"{title.text_content()}. {words.text_content().rstrip('.')}."
    assert "12,5" in drawn.alternative
    # Its figures stand in a table below it, which nobody has to unfold.
    assert "Visa siffrorna" not in printed(made("tables", "pdf"))


def test_the_legend_comes_before_the_marks() -> None:
    told = printed(made("revision", "pdf"))
    assert told.index("Så läser du:") < told.index("nytt:")


def test_marks_are_told_by_line_and_by_word() -> None:
    """What is new is underlined and what goes is struck out: the file says so, and so do words."""
    with opened("revision") as pdf:
        lines = {
            str(attributes.get("/TextDecorationType"))
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and "/A" in element
            for attributes in (element.A if isinstance(element.A, pikepdf.Array) else [element.A])
            if isinstance(attributes, pikepdf.Dictionary) and "/TextDecorationType" in attributes
        }
    assert {"/Underline", "/LineThrough"} <= lines
    told = printed(made("revision", "pdf"))
    assert told.count("nytt:") == told.count("slut nytt") > 10
    assert told.count("utgår:") >= told.count("slut utgår") > 5
