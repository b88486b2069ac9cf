"""What the pages do in a real browser; how each looks on every screen is asked in tests/test_screens.py."""

import io

import pytest

from strategiplan.model.dossier import Dossier
from strategiplan.render.publishing import Asked, publish
from strategiplan.revisions.reasons import revise
from tests import plans
from tests.render.conftest import ROOT, Comparison, compared, plan_page
from tests.running import ask


def test_some_of_the_goals_at_a_time(shown, proposal):
    page = shown(proposal.html())
    goals, picked = page.locator("article.goal:visible"), "#_filter select[name=kind]"
    every = goals.count()
    page.focus(picked)
    page.select_option(picked, "gone")
    assert page.inner_text(".filter-count") == f"2 av {every} mål visas."
    assert page.locator(".filter-count").get_attribute("role") == "status"
    assert goals.count() == 2 and page.is_visible("#gott-foretagsklimat")
    assert page.locator(".contents a[href='#bra-bostader']").is_hidden()
    page.emulate_media(media="print")
    assert page.is_visible("#bra-bostader")
    page.emulate_media(media="screen")
    page.check("#_filter input[name=paper]")
    page.emulate_media(media="print")
    assert not page.is_visible("#bra-bostader") and not page.is_visible("#_filter")
    page.emulate_media(media="screen")
    page.click("#_filter button[type=reset]")
    page.wait_for_function("document.querySelector('.filter-count').textContent === 'Alla mål visas.'")
    assert goals.count() == every


def test_goals_of_a_body_and_of_a_global_goal(shown):
    made = plans.plan(areas=[plans.area(
        "o", plans.goal("a", "Mål A", sdg=[3, "4.1"], responsible=["skolan"]), plans.goal("b", "Mål B", sdg=[11]),
    )], bodies=[{"id": "vagar", "goals": [plans.goal("c", "Mål C", contributes_to=["b"])]}])  # fmt: skip
    page = shown(publish(Asked(Dossier("x", made)))["plan.html"].decode())
    seen = lambda: page.locator("article.goal:visible h3, article.goal:visible h4").all_inner_texts()  # noqa: E731
    page.select_option("#_filter select[name=sdg]", "4")
    assert [title[-5:] for title in seen()] == ["Mål A"]
    page.select_option("#_filter select[name=sdg]", "")
    page.select_option("#_filter select[name=body]", "vagar")
    assert [title[-5:] for title in seen()] == ["Mål B", "Mål C"]
    # A link to what is not shown shows it.
    page.evaluate("location.hash = '#a'")
    page.wait_for_function("document.getElementById('a').checkVisibility()")


def test_every_goal_has_a_link_to_copy(shown):
    page = shown(plan_page("karlstad/2022"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = page.locator("article[aria-labelledby=bra-bostader] > header a.copy")
    assert link.get_attribute("aria-label").startswith("Länk till: 1.2 ")
    link.press("Enter")
    page.wait_for_function("document.getElementById('_told').textContent === 'Länken är kopierad.'")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("#bra-bostader")


def test_without_scripts_nothing_is_missed_and_nothing_is_dead(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(plan_page("karlstad/2022"), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert not page.is_visible("#_filter") and page.is_visible("#bra-bostader") and page.locator(".copy").count() == 0
    context.close()


def test_the_policy_lets_no_script_and_no_other_style_in(shown):
    html = plan_page("karlstad/2022").replace(
        "</main>", "<script>document.title='script'</script><p id='x' style='color:red'>x</p>"
        "<img src='http://127.0.0.1:9/x.png' onerror=\"document.title='event'\"></main>"
    )
    page = shown(html)
    assert page.title() not in ("script", "event")
    assert page.evaluate("getComputedStyle(document.getElementById('x')).color") != "rgb(255, 0, 0)"
    assert not any("127.0.0.1" in url for url in page.requested if not page.complaints)


def _visible_text(page, selector="main"):
    return page.inner_text(selector)


def test_the_three_readings(shown, proposal):
    page = shown(proposal.html())
    new, old = "och bostadsområden", "Karlstad ska ha ett gott företagsklimat"
    goal, gone = "#bra-bostader", "#gott-foretagsklimat"
    assert page.is_visible(f"{goal} ins") and page.is_visible(gone)
    page.check("#_before", force=True)
    assert new not in page.inner_text(goal) and page.is_visible(gone) and old in page.inner_text(gone)
    assert not page.is_visible("#tillvaxtmotor")
    page.check("#_after", force=True)
    assert new in page.inner_text(goal) and not page.is_visible(gone) and page.is_visible("#tillvaxtmotor")


@pytest.mark.parametrize("reading", ["_before", "_after"])
def test_a_reading_is_the_plan_itself(shown, proposal, reading):
    """What stands in one reading is word for word what the plan says, goal by goal."""
    plan = proposal.old.plan if reading == "_before" else proposal.new.plan
    page = shown(proposal.html())
    page.check(f"#{reading}", force=True)
    for area in plan.areas:
        for goal in area.goals:
            text = " ".join(page.inner_text(f"article:has(> .line #{goal.id})").split())
            assert goal.title in text
            assert " ".join(goal.description.split()) in text
            for indicator in goal.indicators:
                assert indicator.name in text


def test_as_today_a_moved_goal_stands_where_it_stood(shown):
    both = compared("karlstad/2023", "karlstad/2024")
    page = shown(both.html())
    goal = next(g for a in both.old.plan.areas for g in a.goals if g.id == "tillvaxtmotor")
    opening = goal.description[:60] if goal.description else goal.sections[0].text[:60]
    article = page.locator("article:has(> .line #tillvaxtmotor_old)")
    assert opening not in article.inner_text()
    page.check("#_before", force=True)
    assert opening in article.inner_text()
    assert not page.is_visible("#tillvaxtmotor")


def test_as_today_siblings_stand_in_the_order_of_today(shown):
    def order(page):
        titles = ["Första målet", "Andra målet", "Tredje målet"]
        text = page.inner_text("main")
        return sorted(titles, key=text.rindex), [text.count(title) for title in titles]

    three = [plans.goal("a", "Första målet"), plans.goal("b", "Andra målet"), plans.goal("c", "Tredje målet")]
    old, new = (plans.plan(areas=[plans.area("o", *held)]) for held in (three, [three[2], *three[:2]]))
    both = Comparison(Dossier("a", old), Dossier("b", new), revise(old, new))
    page = shown(both.html().replace('class="summary"', "hidden"))
    page.check("#_before", force=True)
    assert order(page) == (["Första målet", "Andra målet", "Tredje målet"], [1, 1, 1])
    page.check("#_after", force=True)
    assert order(page) == (["Tredje målet", "Första målet", "Andra målet"], [1, 1, 1])


def test_keyboard_reaches_skip_link_switch_and_contents(shown, proposal):
    page = shown(proposal.html())
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))
    assert reached[0] == "#_main"
    assert "_changes" in reached
    assert "#_summary" in reached
    page.focus("#_changes")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#_after")
    assert page.evaluate("getComputedStyle(document.querySelector('label[for=_after]')).outlineStyle") == "solid"


def test_on_a_small_screen_the_contents_are_folded_and_open_by_keyboard(shown):
    page = shown(plan_page("karlstad/2022"), width=320)
    link = page.locator(".contents a[href='#bra-bostader']")
    assert not link.is_visible()
    page.focus("#_unfold")
    page.keyboard.press("Space")
    assert link.is_visible()


def test_on_a_large_screen_the_contents_stay_beside_the_text(shown):
    page = shown(plan_page("karlstad/2022"))
    page.goto(page.url + "#fossilfri-och-klimatsmart")
    assert page.locator(".contents h2").bounding_box()["y"] >= 0


def test_hidden_words_can_be_turned_off(shown, proposal):
    page = shown(proposal.html())
    spoken = page.locator("#bra-bostader .spoken").first
    assert spoken.evaluate("e => getComputedStyle(e).display") != "none"
    page.uncheck("#_spoken")
    assert spoken.evaluate("e => getComputedStyle(e).display") == "none"


def test_without_style_the_page_reads_in_order_and_in_words(shown, proposal):
    page = shown(proposal.html(), style=False)
    text = " ".join(page.inner_text("body").split())
    place = 0
    for part in (
        "Förslag till Strategisk plan 2023", "Så läser du", "Innehåll", "Sammanfattning", "1 nytt mål", "Om planen",
        "En kommun för alla", "Den som bor i Karlstad", "nytt: och bostadsområden slut nytt",
        "utgår: en blandning av hus som lockar fler hit. slut utgår",
    ):
        place = text.index(part, place)


def test_printed_pages_have_heads_and_numbers(shown, proposal, tmp_path):
    page = shown(proposal.html())
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") > 5


def test_both_wordings_stand_side_by_side_on_paper(shown, proposal):
    page = shown(proposal.html("columns"), width=680)
    beside = """() => [...document.querySelectorAll('.pair')].map(pair => {
        const [old, now] = [...pair.querySelectorAll('.wording')].map(one => one.getBoundingClientRect());
        return old.right <= now.left && old.top === now.top;
    })"""
    assert not any(page.evaluate(beside))
    page.emulate_media(media="print")
    found = page.evaluate(beside)
    assert all(found) and len(found) > 20


def test_on_paper_no_heading_ends_a_page(shown, proposal):
    """A paper is read page by page: a heading, and the head of a wording, goes with what follows it."""
    import pypdf

    for view in ("revision", "columns"):
        page = shown(proposal.html(view))
        heads = {" ".join(one.split()) for one in page.locator("h2, h3, h4, .side-name, .pair-label").all_inner_texts()}
        pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        told = [[line.strip() for line in one.extract_text().splitlines() if line.strip()] for one in pages]
        last = [[line for line in lines if not line.startswith("Sida ")][-1] for lines in told]
        assert len(told) > 10
        assert [line for line in last if line in heads or line == "Nuvarande lydelse Föreslagen lydelse"] == []


def test_areas_of_nothing_but_a_name_share_a_paper(shown):
    import pypdf

    page = shown(plan_page("boden/2025-2027"))
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(pages) <= 4


def test_marks_keep_to_the_colours_that_the_reader_has_chosen(shown, proposal):
    page = shown(proposal.html())
    page.emulate_media(forced_colors="active")
    style = "(e, name) => getComputedStyle(e)[name]"
    body, new, old = (page.locator(place).first for place in ("#_main", "#_main ins:visible", "#_main del:visible"))
    assert new.evaluate(style, "color") == old.evaluate(style, "color") == body.evaluate(style, "color")
    assert [mark.evaluate(style, "textDecorationLine") for mark in (new, old)] == ["underline", "line-through"]
    grounds = [label.evaluate(style, "backgroundColor") for label in page.locator(".switch label").all()]
    assert grounds[1] not in (grounds[0], grounds[2])


def test_a_table_wider_than_the_screen_says_that_it_scrolls(shown):
    rivals = [f"karlstad/{name}" for name in ("2022", "2023-forslag-blagrona", "2023-forslag-s")]
    page = shown(ask("collisions", *rivals, "--format", "html", cwd=ROOT).out, width=320)
    box, note = page.locator(".scroll"), page.locator(".scroll-note")
    assert box.evaluate("e => e.scrollWidth > e.clientWidth && e.tabIndex === 0 && e.role === 'region'")
    assert box.evaluate("e => document.getElementById(e.getAttribute('aria-labelledby')).textContent.length") > 20
    assert note.inner_text() == "Syns inte hela tabellen går den att rulla i sidled."
    box.focus()
    box.evaluate("e => { e.moved = new Promise(done => e.addEventListener('scroll', done, {once: true})) }")
    page.keyboard.press("ArrowRight")
    assert box.evaluate("e => e.moved.then(() => e.scrollLeft)") > 0
    page.set_viewport_size({"width": 1280, "height": 900})
    assert note.is_hidden()
