"""Every kind of page that the program makes, of the plans in the repository, under the name of each kind.

A new view or a new page of the site belongs here; then its HTML is checked, and it is looked at in a browser.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from strategiplan.render.body_view import bodies
from strategiplan.render.publishing import Asked, publish
from strategiplan.server.preview import Preview
from tests.proposals import ALL, BASE, COUNTER, HOME, MAIN, STATEMENT, contest, undecided
from tests.render.conftest import PROPOSAL, REVISIONS, compared, dossier, plan_page
from tests.render.test_body_page import page as body_page
from tests.running import ask
from tests.site.conftest import built

PLANS = (
    "karlstad/2018", "karlstad/2022", "karlstad/2023", "karlstad/2023-forslag-blagrona", "karlstad/2024",
    "boden/2024-2026", "boden/2025-2027", "vaggeryd/2024", "vaggeryd/2025",
)


@cache
def answered() -> Mapping[str, str]:
    """What the commands answer that take several proposals, in a workspace where they compete."""
    with TemporaryDirectory() as folder:
        here = contest(undecided(Path(folder)))
        asked = {
            "collisions": ("collisions", *ALL),
            "collisions-none": ("collisions", BASE, MAIN),
            "collisions-english": ("collisions", *ALL, "--lang", "en"),
            "ballot": ("ballot", *ALL),
            "ballot-english": ("ballot", *ALL, "--lang", "en"),
            "ballot-one": ("ballot", BASE, MAIN, STATEMENT),
            "memo-counter": ("memo", BASE, COUNTER),
        }
        pages = {name: _page(*words, here=here) for name, words in asked.items()}
        rejected = ("--accept", MAIN, "--reject", "bussresor", "--accept", f"{COUNTER}/studenter-som-stannar")
        done = ask("adopt", *ALL, *rejected, "--as", "2023", "--date", "2022-06-14", "--paragraph", "§ 93", cwd=here)
        assert done.code == 0, done.err + done.out
        pages["minutes"] = _page("minutes", "2023", here=here)
        pages["minutes-english"] = _page("minutes", "2023", "--lang", "en", here=here)
        pages["rebase"] = _page("diff", "2023", COUNTER, here=here)
    pages["minutes-whole"] = _page("minutes", "2023", here=HOME)
    pages["history"] = _page("history", "trygg-och-saker", "--in", "karlstad", here=HOME)
    pages["history-fate"] = _page("history", "gott-foretagsklimat", "--in", "karlstad", here=HOME)
    pages["history-indicator"] = _page("history", "befolkningsokning", "--in", "karlstad", "--lang", "en", here=HOME)
    return pages


def _page(*words: str, here: Path) -> str:
    done = ask(*words, "--format", "html", cwd=here)
    assert (done.code in (0, 1), done.err) == (True, ""), (words, done)
    return done.out


@cache
def previewed() -> Mapping[str, str]:
    """What the preview shows besides plans: a list, a bar over a page, and why there is no page."""
    with TemporaryDirectory() as folder:
        here = undecided(Path(folder))
        broken = here / "plans/karlstad" / BASE / "plan.yaml"
        preview = Preview(here, lambda language: language or "sv", lambda error: f"Fel i programmet: {error}")
        pages = {
            "preview-list": preview.shelves("1"),
            "preview-plan": preview.plan(f"karlstad/{MAIN}", "1"),
            "preview-revision": preview.revision(f"karlstad/{MAIN}", "", "revision", "1"),
            "preview-columns": preview.revision(f"karlstad/{MAIN}", "", "columns", "1"),
            "preview-lost": preview.plan("karlstad/2099", "1"),
        }
        broken.write_text(broken.read_text("utf-8") + "titel: Igen\ngoals: [1, <b>]\n", "utf-8")
        pages["preview-faults"] = preview.plan(f"karlstad/{BASE}", "1")
        broken.write_text("title: [\n", "utf-8")
        pages["preview-unreadable"] = preview.plan(f"karlstad/{BASE}", "1")
    assert [pages[name].status for name in ("preview-lost", "preview-faults", "preview-unreadable")] == [404, 422, 422]
    return {name: answer.page.html for name, answer in pages.items()}


def _published(name: str, view: str, body: str | None = None, lang: str | None = None) -> str:
    return next(iter(publish(Asked(dossier(name), lang, body=body), view, "html").values())).decode()


# One page of each kind, and those that differ most of what has several: for what takes a browser a while.
KINDS: dict[str, Callable[[], str]] = {
    "plan": partial(plan_page, "karlstad/2022"),
    "plan-bodies": partial(plan_page, "vaggeryd/2024"),
    "body": partial(_published, "vaggeryd/2024", "body"),
    "body-full": partial(body_page, "skolnamnden"),
    "revision": lambda: compared(*PROPOSAL).html(),
    "revision-moves": lambda: compared("karlstad/2023", "karlstad/2024").html(),
    "revision-english": lambda: compared(*PROPOSAL).html(lang="en"),
    "columns": lambda: compared(*PROPOSAL).html("columns"),
    "changes": lambda: compared(*PROPOSAL).html("changes"),
    "statement": lambda: compared("karlstad/2022", "karlstad/2023-forslag-s").html(),
    "memo": partial(_published, PROPOSAL[1], "memo"),
    **{name: (lambda name=name: answered()[name]) for name in ("collisions", "ballot", "minutes", "history")},
    **{name: (lambda name=name: previewed()[name]) for name in ("preview-list", "preview-revision", "preview-faults")},
}


# One of each kind of page of the site, by the file that it is in.
SITE = {
    "start": "index.html",
    "organization": "karlstad/index.html",
    "plan": "karlstad/2024/index.html",
    "plan-bodies": "vaggeryd/2024/index.html",
    "revision": "boden/2025-2027/revision.html",
    "columns": "boden/2025-2027/columns.html",
    "changes": "karlstad/2023/changes.html",
    "statement": "karlstad/2023-forslag-s/revision.html",
    "histories": "karlstad/history/index.html",
    "history": "karlstad/history/trygg-och-saker.html",
    "history-fate": "karlstad/history/gott-foretagsklimat.html",
    "collisions": "karlstad/2022/collisions.html",
    "ballot": "karlstad/2022/ballot.html",
    "search": "search.html?q=trygg",
    "accessibility": "accessibility.html",
    "data": "data.html",
    "lost": "404.html",
}


def every_page() -> Iterator[tuple[str, str]]:
    """Every page: of every plan and body, every revision in every view, and all of the site."""
    for name in PLANS:
        yield f"plan {name}", plan_page(name)
        yield f"plan {name} en", plan_page(name, "en")
        yield from ((f"body {name} {body}", _published(name, "body", body)) for body in bodies(dossier(name).plan))
    for pair in REVISIONS:
        for view in ("revision", "columns", "changes"):
            yield f"{view} {' '.join(pair)}", compared(*pair).html(view)
            yield f"{view} {' '.join(pair)} en", compared(*pair).html(view, "en")
        yield f"memo {pair[1]}", _published(pair[1], "memo")
    yield from answered().items()
    yield from previewed().items()
    yield from ((f"site {name}", page.decode()) for name, page in built().items() if name.endswith(".html"))
