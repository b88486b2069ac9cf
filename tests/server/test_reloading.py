"""The preview in a real browser, while somebody writes."""

import re
from pathlib import Path

import pytest

from strategiplan.server.dressing import dressed
from tests.running import ask
from tests.server.conftest import GOAL, workspace

AWAY = 8000  # milliseconds, for a busy machine; a change shows within half a second


@pytest.fixture
def page(browser):  # type: ignore[no-untyped-def]
    """A page that remembers what the browser complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 700}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(AWAY)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    yield page
    context.close()


def test_a_page_follows_the_files_breaks_and_mends(page, served) -> None:
    preview = served("2027")
    goal: Path = preview.root / GOAL
    right = goal.read_text("utf-8")
    page.goto(f"{preview.address}/plan/solstad/2027")
    page.evaluate("scrollTo({top: document.getElementById('trygga-platser').offsetTop - 40, behavior: 'instant'})")
    before = page.evaluate("[scrollY, document.getElementById('trygga-platser').getBoundingClientRect().top]")
    assert before[0] > 100

    goal.write_text(re.sub("(?m)^title: .*$", "title: En annan rubrik", right), "utf-8")
    page.wait_for_selector("#trygga-platser:has-text('En annan rubrik')")
    after = page.evaluate("document.getElementById('trygga-platser').getBoundingClientRect().top")
    assert abs(after - before[1]) < 2
    assert page.complaints == []

    goal.write_text(right.replace("title: ", "titel: ", 1), "utf-8")
    page.wait_for_selector("main .problem")
    shown = page.inner_text("main .problems")
    said = ask("validate", "2027", "--format", "parsable", "--no-cache", cwd=preview.root).out.splitlines()
    for line in said:
        place, _, rest = line.partition(": error: ")
        text, _, code = rest.rpartition(" ")
        assert place in shown and text in shown and code in shown
    assert len(said) == page.locator("main .problem").count() > 0
    source = page.locator(".problem:has-text('titel') pre").text_content().split("\n")
    assert source[0].index("titel") == source[1].index("^")
    assert re.search(r":\d+:\d+", shown)

    goal.write_text(right, "utf-8")
    page.wait_for_selector("#trygga-platser")
    assert abs(page.evaluate("document.getElementById('trygga-platser').getBoundingClientRect().top") - before[1]) < 2


def test_what_grows_above_does_not_move_the_reader(page, served) -> None:
    preview = served()
    page.goto(f"{preview.address}/plan/solstad/2027")
    page.evaluate("document.getElementById('trygga-platser').scrollIntoView({behavior: 'instant'})")
    before = page.evaluate("document.getElementById('trygga-platser').getBoundingClientRect().top")
    area = preview.root / GOAL.replace("1-trygga-platser", "area")
    more = "description: |\n" + "  Ett stycke till.\n\n" * 12
    area.write_text(re.sub(r"(?ms)^description:.*?(?=^\S|\Z)", more, area.read_text("utf-8")), "utf-8")
    page.wait_for_selector("main:has-text('Ett stycke till.')")
    assert abs(page.evaluate("document.getElementById('trygga-platser').getBoundingClientRect().top") - before) < 2


def test_warnings_are_folded_and_stay_as_the_reader_left_them(page, served) -> None:
    preview = served()
    goal: Path = preview.root / GOAL
    kept = re.sub(r"(?ms)^indicators:.*?(?=^\S|\Z)", "", goal.read_text("utf-8"))
    goal.write_text(kept, "utf-8")
    page.goto(f"{preview.address}/plan/solstad/2027")
    found = page.locator("#_preview .found")
    assert "varning" in found.locator("summary").inner_text()
    assert not found.locator(".problem").first.is_visible()
    found.locator("summary").click()
    assert "goal-without-indicator" in found.inner_text() and f"{GOAL}:" in found.inner_text()
    goal.write_text(re.sub("(?m)^title: .*$", "title: En annan rubrik", kept), "utf-8")
    page.wait_for_selector("#trygga-platser:has-text('En annan rubrik')")
    assert page.locator("#_preview .found .problem").first.is_visible()


def test_a_reading_stays_chosen(page, served) -> None:
    preview = served()
    page.goto(f"{preview.address}/revision/solstad/2027-forslag")
    page.check("#_after", force=True)
    goal = preview.root / GOAL.replace("2027", "2027-forslag")
    goal.write_text(re.sub("(?m)^title: .*$", "title: En annan rubrik", goal.read_text("utf-8")), "utf-8")
    page.wait_for_selector("#trygga-platser:has-text('En annan rubrik')")
    assert page.is_checked("#_after")


def test_a_template_that_breaks_is_told_of_and_runs_no_script(page, served) -> None:
    preview = served()
    settings = preview.root / "strategiplan.toml"
    settings.write_text(f'templates = "mallar"\n{settings.read_text("utf-8")}', "utf-8")
    template = preview.root / "mallar/plan.html.j2"
    template.parent.mkdir()
    template.write_text('{% extends "base.html.j2" %}\n\n{% block main %}<p>{{ view.nix </p>{% endblock %}', "utf-8")
    page.goto(f"{preview.address}/plan/solstad/2027")
    assert "plan.html.j2:3" in page.inner_text("main")
    template.write_text(
        '{% extends "base.html.j2" %}{% block main %}<p id="mine">Egen mall</p>'
        '<script>document.title = "script"</script><img src="http://127.0.0.1:9/x.png">{% endblock %}', "utf-8"
    )
    page.wait_for_selector("#mine")
    assert page.title() != "script"
    assert any("script" in said for said in page.complaints)
    # Nor does one in a page that declares no policy at all.
    template.write_text('<html><body><p id="bare">{{ labels.yes }}</p><script>document.title = "x"</script>', "utf-8")
    page.wait_for_selector("#bare")
    page.wait_for_selector("#_preview .preview-bar:visible")
    assert page.title() != "x"


def test_the_page_says_when_the_preview_has_ended(page, served) -> None:
    preview = served()
    page.goto(preview.address)
    assert not page.locator("#_preview .stopped").is_visible()
    assert preview.end()[0] == 0
    page.wait_for_selector("#_preview .stopped:visible")


def test_no_violations_on_the_previews_own_pages(page, served, tmp_path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    root = workspace(tmp_path)
    (root / GOAL).write_text("title: [\n", "utf-8")
    preview = served(root=root)
    for path in ("/", "/plan/solstad/2027", "/revision/solstad/2027-forslag?from=solstad/2027-forslag"):
        page.goto(f"{preview.address}{path}")
        page.evaluate("for (const fold of document.querySelectorAll('#_preview details')) fold.open = true")
        for width, scheme in ((320, "light"), (768, "dark"), (1280, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            violations = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            told = [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary")) for v in violations]
            assert told == [], (path, width)


def test_a_page_is_dressed_whatever_it_looks_like() -> None:
    bare = dressed("just words", "<nav></nav>", "v-1")
    assert bare.html.count('id="_preview"') == 1 and bare.html.endswith("</script>") and "just words" in bare.html
    page = (
        '<html><head><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src '
        "'sha256-abc='; script-src *; frame-src *\">\n</head><body class=\"a\"><p></body></p></body></html>"
    )
    worn = dressed(page, "<nav></nav>", "v-1", is_fault=True)
    assert worn.html.startswith('<html><head><link rel="icon"') and 'data-fault="yes"' in worn.html
    assert "script-src *" not in worn.policy and "style-src 'sha256-abc=' 'sha256-" in worn.policy
    assert worn.html.index("_preview") < worn.html.index("<p>") < worn.html.index("<script>")
