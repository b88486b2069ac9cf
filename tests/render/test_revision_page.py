"""What a revision's views say: everything that changes, nothing that does not, and why."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from strategiplan.model.dossier import Dossier
from strategiplan.model.revision import Note, Revision
from strategiplan.render.publishing import RENDERERS, render_revision
from strategiplan.render.revision_build import revision_view
from strategiplan.revisions.reasons import revise
from tests.plans import area, goal, indicator, plan, plans
from tests.render.conftest import REVISIONS, Comparison, compared


def _between(old, new, *notes):
    revision = Revision(notes=tuple(Note.model_validate(note, by_name=False) for note in notes))
    return Comparison(Dossier("a", old), Dossier("b", new, revision=revision), revise(old, new, revision))


def _told(text, format):
    pattern = r'data-change="([^"]+)"' if format == "html" else r"<!-- change: (.*?) -->"
    return Counter(found.replace("&#34;", '"').replace("&amp;", "&") for found in re.findall(pattern, text))


VIEWS = [key for key in RENDERERS if key[0] in ("revision", "columns", "changes") and key[1] in ("html", "md")]


@pytest.mark.parametrize(("view", "format"), VIEWS)
@pytest.mark.parametrize("names", REVISIONS, ids=lambda names: names[1])
def test_every_change_is_told_once(names, view, format):
    both = compared(*names)
    text = both.html(view) if format == "html" else both.markdown(view)
    assert _told(text, format) == Counter(change.id for change in both.revised.changes)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=plans(), new=plans())
def test_every_change_between_any_plans_is_told_once(old, new):
    both = _between(old, new)
    wanted = Counter(change.id for change in both.revised.changes)
    for view, format in VIEWS:
        text = both.html(view) if format == "html" else both.markdown(view)
        assert _told(text, format) == wanted, (view, format)


def test_ids_are_unique_and_links_lead_somewhere():
    for names in REVISIONS:
        for view in ("revision", "columns", "changes"):
            html = compared(*names).html(view)
            ids = re.findall(r'\sid="([^"]+)"', html)
            assert len(ids) == len(set(ids))
            assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_summary_says_which_goals_come_go_and_change_their_names(proposal):
    html = proposal.html()
    summary = html[html.index('id="_summary"') : html.index("</section>", html.index('id="_summary"'))]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", summary))
    for part in (
        "1 nytt mål", "2 mål utgår", "1 mål byter namn", "3 indikatorer ersätts",
        "Nytt mål: ’Karlstad ska stärka sin roll som tillväxtmotor",
        "Målet ’Karlstad ska ha ett gott företagsklimat’ utgår. Kommunstyrelsen får i uppdrag att",
        "utgår som eget mål men blir indikatorn ’Befolkningsökning, andel (%)’ under målet ’Karlstad ska stärka",
        "byter namn till ’Karlstadsborna ska ha tillgång till bra bostäder och bostadsområden’",
    ):
        assert part in text, part


def test_a_delegated_goal_is_never_paired_with_the_new_one(proposal):
    """The business climate goes to the board; that a new goal stands where it stood means nothing."""
    for text in (proposal.html(), proposal.markdown(), proposal.html("columns"), proposal.html("changes")):
        plain = re.sub(r"<[^>]+>", " ", text[max(0, text.find("<main")) :])
        for sentence in re.split(r"(?<=[.!?])\s", plain):
            assert not ("företagsklimat" in sentence and "tillväxtmotor" in sentence and
                        re.search(r"ersätts|blir|byter namn|ändrad till", sentence)), sentence


def _item(html, id_):
    start = re.search(rf'<(article|section) class="item[^>]*aria-labelledby="{id_}"[^>]*>', html)
    assert start
    return html[start.start() : html.index(f"</{start.group(1)}>", start.start())]


def test_a_removed_goal_says_where_it_goes_and_what_is_lost(proposal):
    item = _item(proposal.html(), "gott-foretagsklimat")
    assert "state-gone" in item and ">Utgår</li>" in item and "Blir uppdrag till Kommunstyrelsen" in item
    assert "3 indikatorer följer inte med." in item
    assert "Ansvaret för frågan föreslås gå till kommunstyrelsen." in item


def test_a_replaced_indicator_stands_before_its_successor_and_tells_of_the_series(proposal):
    html = proposal.html()
    old, new = html.index('id="miljobilar"'), html.index('id="fossiloberoende-bilar"')
    assert old < new
    row = html[old:new]
    assert ">Ersätts av" in row and "Serien bryts" in row and "Vad som räknas som miljöbil har skiftat" in row


def test_a_moved_indicator_leaves_a_trace_where_it_stood(proposal):
    html = proposal.html()
    assert 'class="row state-moved labelled" id="befolkningsokning"' in html
    ghost = html[html.index('id="befolkningsokning_old"') :][:1200]
    assert "Flyttad härifrån" in ghost and 'href="#befolkningsokning"' in ghost


def test_in_prose_the_new_stands_before_the_old_and_in_lists_after():
    both = _between(
        plan(areas=[area("o", goal("g", description="Staden ska ha blandad bebyggelse nära vattnet.",
                                   indicators=[indicator("i", "Elever 6–15 år")]))]),
        plan(areas=[area("o", goal("g", description="Staden ska ha trygga utemiljöer nära vattnet.",
                                   indicators=[indicator("i", "Elever 6–19 år")]))]),
    )
    html = both.html()
    text = html[html.index('data-change="g.description:set"') :]
    assert text.index("trygga utemiljöer") < text.index("blandad bebyggelse")
    name = html[html.index('data-change="i.name:set"') :]
    assert name.index("6–15") < name.index("6–19")


def test_marks_carry_words_for_those_who_listen(proposal):
    item = _item(proposal.html(), "bra-bostader")
    said = '<span class="hidden spoken">'
    assert f"<ins>{said}nytt: </span>och bostadsområden{said} slut nytt</span></ins>" in item


def test_an_uncertain_fate_is_marked(proposal):
    html = proposal.html()
    row = html[html.index('id="musikskola-6-15"') : html.index('id="musikskola-6-19"')]
    assert "Tolkning som kan ifrågasättas" in row


def test_values_are_shown_as_values():
    both = _between(
        plan(areas=[area("o", goal("g", sdg=["3"], indicators=[indicator("i", unit="percent",
                                                                         targets={"2024": {"min": 85}})]))]),
        plan(areas=[area("o", goal("g", sdg=["5"], indicators=[indicator("i", unit="percent",
                                                                         targets={"2024": {"min": 90}})]))]),
    )
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", both.html()))
    assert "Målvärden 2024: utgår: minst 85 % slut utgår → nytt: minst 90 % slut nytt" in text.replace("\u00a0", " ")
    assert 'data-change="g.sdg:set"' in both.html()


def test_a_break_between_paragraphs_is_seen():
    both = _between(plan(areas=[area("o", goal("g", description="Ett ord här. Två ord där."))]),
                    plan(areas=[area("o", goal("g", description="Ett ord här.\n\nTvå ord där."))]))
    assert "¶" in both.html()


def test_a_passage_that_moved_is_framed_at_both_places():
    long = "Alla som bor i kommunen ska kunna ta del av kulturen nära hemmet."
    other = [f"Mening nummer {n} handlar om något helt annat än de andra." for n in ("ett", "två", "tre")]
    both = _between(plan(areas=[area("o", goal("g", description=" ".join([long, *other])))]),
                    plan(areas=[area("o", goal("g", description=" ".join([*other, long])))]))
    html = both.html()
    assert '<del class="moved-away">' in html and 'class="moved-here only-new" id="_g-description-m1"' in html
    assert 'href="#_g-description-m1"' in html


def test_only_some_changes_can_be_shown(proposal):
    from dataclasses import replace

    changes = proposal.revised.changes
    kept = tuple(c for c in changes if c.at.id == "bra-bostader")
    part = proposal._replace(revised=replace(proposal.revised, changes=replace(changes, changes=kept)))
    html = part.html()
    assert _told(html, "html") == Counter(c.id for c in kept)
    assert 'id="tillvaxtmotor"' not in html and "state-gone" not in html[html.index("<body") :]


def test_a_statement_without_changes_is_shown_in_its_words():
    html = compared("karlstad/2022", "karlstad/2023-forslag-s").html()
    assert "Förslaget innehåller inga ändringar av planen." in html
    assert "Partiet vill revidera den" in html and "<fieldset" not in html
    assert "Socialdemokraterna" in html and "uttalande utan ändringar" in html


def test_warnings_are_told_before_the_text(proposal):
    warning = "Nivån ”minst en procent” har ingen efterföljare."
    found = render_revision(proposal.revised, proposal.old, proposal.new, warnings=(warning,))["revision.html"].decode()
    assert found.index(warning) < found.index('id="plan"')


def test_changes_per_area(proposal):
    view = revision_view(proposal.revised, proposal.old, proposal.new)
    counts = {area.id: {(c.number, c.words) for c in area.counts} for area in view.areas}
    assert (1, "mål byter namn") in counts["en-kommun-for-alla"]
    assert {(1, "nytt mål"), (2, "mål utgår"), (1, "indikator flyttas")} <= counts["kunskaps-och-tillvaxtkommun"]


def test_jumps_lead_from_change_to_change(proposal):
    view = revision_view(proposal.revised, proposal.old, proposal.new)
    seen, here = [], next(id_ for id_, jump in view.jumps.items() if not jump.previous)
    while here:
        seen.append(here)
        here = view.jumps[here].next
    assert len(seen) == len(view.jumps) == len(set(seen))


def test_columns_hold_both_wordings(proposal):
    html = proposal.html("columns")
    start = html.index('<div class="pairs">', html.index('id="bra-bostader"'))
    passage = html[start : html.index("</section>", start)]
    old, new = passage.split('class="wording new-wording"', 1)[0], passage.split('class="wording new-wording"', 1)[1]
    assert "och bostadsområden" not in old and "och bostadsområden" in new
    assert "en blandning av hus" in passage and "Finns inte i dag." in html and "Utgår." in html


def test_markdown_can_be_read_as_it_is(proposal):
    text = proposal.markdown()
    assert "**[+och bostadsområden+]**" in text
    assert "~~[−en blandning av hus som lockar fler hit.−]~~" in text
    assert text.index("**1** nytt mål") < text.index("## Om planen")
    # A line that begins with a comment is raw HTML to GitHub, and its marks would not be drawn.
    assert not re.search(r"^\s*(?:[-*] )?<!--.*?-->[ \t]*\S", text, re.MULTILINE)


def test_markdown_marks_are_read_as_marks(proposal):
    """Signs beside letters are not signs to Markdown; none may be left over."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("strikethrough")
    for names in REVISIONS:
        html = reader.render(compared(*names).markdown())
        assert "**" not in html and "~~" not in html
    html = reader.render(proposal.markdown())
    assert "<strong>[+och bostadsområden+]</strong>" in html and "<s>[−" in html


def test_english(proposal):
    html = proposal.html(lang="en")
    assert "As proposed" in html and "Motivation" in html and 'lang="sv"' in html


def test_a_statement_is_no_change_of_the_plan_and_not_decided():
    page = compared("karlstad/2022", "karlstad/2023-forslag-s").html()
    masthead = page[page.index("<h1") : page.index("Förslaget innehåller inga ändringar")]
    assert "<h1>Uttalande om Strategisk plan 2022</h1>" in masthead and "Förslag</span>" in masthead
    assert "Ersatt</span>" not in masthead and "Beslut:" not in masthead
