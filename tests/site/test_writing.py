"""`render --format site`: what is written anew, what is left alone, and what is refused."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from tests.running import ask, spawn
from tests.site.conftest import ROOT

LIST = ".strategiplan-site.json"
GOAL = "plans/solstad/2023/goals/1-trygg.yaml"


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a site but its own list."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != LIST
    }


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """A small workspace: two plans of one organisation, one of another."""
    plans = ("solstad", "2022", "superseded"), ("solstad", "2023", "adopted"), ("regn", "1", "adopted")
    for owner, name, status in plans:
        place = tmp_path / "plans" / owner / name
        (place / "goals").mkdir(parents=True)
        year = name if len(name) == 4 else "2023"
        (place / "plan.yaml").write_text(
            f"title: Plan {name}\nperiod: {{start: {year}-01-01, end: {year}-12-31}}\nstatus: {status}\n", "utf-8"
        )
        (place / "goals" / "1-trygg.yaml").write_text("id: trygg\ntitle: En trygg kommun\n", "utf-8")
        (place / "goals" / "2-ren.yaml").write_text("id: ren\ntitle: En ren kommun\n", "utf-8")
    return tmp_path


def make(space: Path, *more: str, code: int = 0) -> str:
    """Make the site, and return what is said."""
    answer = ask("render", *more, "--format", "site", "-o", "out", cwd=space)
    assert answer.code == code, answer.err
    assert answer.out == ""
    return answer.err


def stamps(folder: Path) -> dict[str, int]:
    """When each file was written; a file that is replaced is another file."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_written_when_nothing_has_changed(space: Path) -> None:
    make(space)
    before = stamps(space / "out")
    assert "ingenting har ändrats" in make(space)
    assert stamps(space / "out") == before


def test_one_changed_goal_is_written_where_it_shows_and_nowhere_else(space: Path) -> None:
    make(space)
    before = stamps(space / "out")
    (space / GOAL).write_text("id: trygg\ntitle: En tryggare kommun\n", "utf-8")
    make(space)
    changed = {name for name, stamp in stamps(space / "out").items() if before.get(name) != stamp}
    assert {"solstad/2023/index.html", "solstad/2023/revision.html", "solstad/history/trygg.html"} < changed
    assert {"solstad/2023/plan.json", "solstad/goals.csv", "solstad/search.js", "solstad/2023/changes.json"} < changed
    assert not changed & {"solstad/2022/index.html", "solstad/history/ren.html", "regn/1/index.html", "style.css"}
    fresh = space / "fresh"
    ask("render", "--format", "site", "-o", str(fresh), cwd=space)
    assert files_in(space / "out") == files_in(fresh)


def test_every_small_change_ends_where_a_new_site_would(space: Path) -> None:
    make(space)
    steps = [
        lambda: (space / "plans/solstad/2022/goals/1-trygg.yaml").unlink(),
        lambda: (space / "plans/solstad/organization.yaml").write_text("name: Solstads kommun\n", "utf-8"),
        lambda: (space / "strategiplan.toml").write_text('[site]\ncontact = "plan@example.org"\n', "utf-8"),
        lambda: (space / "plans/solstad/2023/plan.yaml").write_text(
            "title: Ny plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: adopted\nterms: {goal: delmål}\n",
            "utf-8",
        ),
        lambda: (space / "plans/solstad/theme.yaml").write_text('light: {accent: "#7a1f5c"}\n', "utf-8"),
        lambda: shutil.rmtree(space / "plans/regn"),
    ]
    for n, step in enumerate(steps):
        step()
        make(space)
        fresh = space / f"fresh{n}"
        ask("render", "--format", "site", "-o", str(fresh), cwd=space)
        assert files_in(space / "out") == files_in(fresh), n
    assert not (space / "out" / "regn").exists()
    assert "plan@example.org" in (space / "out/accessibility.html").read_text("utf-8")


def test_a_lost_file_is_made_again(space: Path) -> None:
    make(space)
    lost = space / "out/solstad/history/ren.html"
    content = lost.read_bytes()
    lost.unlink()
    make(space)
    assert lost.read_bytes() == content


def test_what_somebody_else_put_there_stays(space: Path) -> None:
    make(space)
    own = space / "out/regn/robots.txt"
    own.write_text("User-agent: *\n", "utf-8")
    kept = space / "out/regn/1/index.html"
    kept.write_text("changed by hand", "utf-8")
    shutil.rmtree(space / "plans/regn")
    make(space)
    assert own.exists() and kept.read_text("utf-8") == "changed by hand"
    assert not (space / "out/regn/1/plan.json").exists()


def test_a_folder_with_other_things_is_refused(space: Path) -> None:
    (space / "out").mkdir()
    (space / "out/letter.txt").write_text("x", "utf-8")
    assert "annat än en webbplats" in make(space, code=2)
    assert [path.name for path in (space / "out").iterdir()] == ["letter.txt"]
    (space / "out" / LIST).write_text('{"version": 1, "files": {"letter.txt": 3}}', "utf-8")
    make(space, code=2)
    assert (space / "out/letter.txt").exists()


def test_a_list_that_names_files_outside_removes_nothing(space: Path) -> None:
    """The list may have come with a folder from a stranger."""
    make(space)
    outside = space / "precious.txt"
    outside.write_text("x", "utf-8")
    path = space / "out" / LIST
    held = json.loads(path.read_bytes())
    held["files"]["../precious.txt"] = [sha256(b"x").hexdigest(), 1]
    held["key"] = "another"
    path.write_text(json.dumps(held), "utf-8")
    assert "annat än en webbplats" in make(space, code=2)
    assert outside.exists()


def test_a_file_in_the_way_is_not_written_over(space: Path) -> None:
    make(space)
    (space / "plans/solstad/2024").mkdir()
    (space / "plans/solstad/2024/plan.yaml").write_text(
        "title: Plan 2024\nperiod: {start: 2024-01-01, end: 2024-12-31}\nstatus: adopted\n", "utf-8"
    )
    way = space / "out/solstad/2024/index.html"
    way.parent.mkdir()
    way.write_text("mine", "utf-8")
    assert "inte skriven härifrån" in make(space, code=2)
    assert way.read_text("utf-8") == "mine"


def test_nothing_is_written_through_a_link(space: Path) -> None:
    (space / "elsewhere").mkdir()
    make(space)
    shutil.rmtree(space / "out/regn")
    (space / "out/regn").symlink_to(space / "elsewhere")
    make(space, code=2)
    assert not any((space / "elsewhere").iterdir())


def test_where_a_site_cannot_be_written(space: Path) -> None:
    for output in ("plans/solstad/out", "plans"):
        assert ask("render", "--format", "site", "-o", output, cwd=space).code == 2
    assert "-o" in ask("render", "--format", "site", cwd=space).err
    assert ask("render", "--format", "site", "-o", "out", "--url", "ftp://x", cwd=space).code == 2
    assert not (space / "out").exists()


def test_a_run_that_was_cut_off_knows_its_files_the_next_time(space: Path) -> None:
    templates = space / "mine"
    templates.mkdir()
    # The history pages come after others, so some files are there when this stops it.
    (templates / "history.html.j2").write_text("{{ nothing.of.the.kind }}", "utf-8")
    assert "history.html.j2" in make(space, "--templates", "mine", code=2)
    assert (space / "out/index.html").exists() and not (space / "out/solstad/history/ren.html").exists()
    make(space)
    fresh = space / "fresh"
    ask("render", "--format", "site", "-o", str(fresh), cwd=space)
    assert files_in(space / "out") == files_in(fresh)


def test_a_plan_that_is_not_whole_stops_it_with_a_report(space: Path) -> None:
    (space / GOAL).write_text("id: trygg\ntitel: En trygg kommun\n", "utf-8")
    assert "titel" in make(space, code=1)
    assert not (space / "out").exists()


def test_a_named_plan_comes_first_and_brings_its_organisation(space: Path) -> None:
    make(space, "solstad/2022")
    assert not (space / "out/regn").exists()
    page = (space / "out/solstad/index.html").read_text("utf-8")
    assert page.index("Plan 2022") < page.index("Plan 2023")
    assert (space / "out/solstad/2023/index.html").exists()
    make(space, "regn")
    assert (space / "out/regn").exists() and not (space / "out/solstad").exists()


def test_drafts_are_left_out_unless_named(space: Path) -> None:
    place = space / "plans/solstad/2024"
    place.mkdir()
    (place / "plan.yaml").write_text(
        "title: Hemlig plan\nperiod: {start: 2024-01-01, end: 2024-12-31}\nstatus: draft\n", "utf-8"
    )
    assert "solstad/2024" in make(space)
    assert not any(b"Hemlig" in content for content in files_in(space / "out").values())
    make(space, "solstad/2024")
    assert (space / "out/solstad/2024/index.html").exists()


def test_two_plans_at_one_place_are_refused(space: Path) -> None:
    shutil.copytree(space / "plans/solstad/2023", space / "plans/solstad/history")
    assert "solstad/history/index.html" in make(space, code=2)


def test_two_runs_in_two_time_zones_write_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Adak", "2")):
        place = tmp_path / seed
        environment = {"TZ": zone, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / f"cache{seed}")}
        answer = spawn("render", "--format", "site", "-o", str(place), cwd=ROOT, env=environment)
        assert answer.code == 0, answer.err
        made.append(files_in(place))
    assert made[0] == made[1] and len(made[0]) > 180


def test_unchanged_plans_load_neither_the_model_nor_the_templates(space: Path) -> None:
    make(space)
    prelude = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(sorted({'pydantic', 'jinja2', 'ruamel.yaml'} & set(sys.modules))))"
    )
    answer = spawn("render", "--format", "site", "-o", "out", cwd=space, prelude=prelude)
    assert answer.out == "[]\n" and answer.code == 0


def test_an_indicators_course_is_drawn_and_told_in_a_table(space: Path) -> None:
    (space / GOAL).write_text(
        "id: trygg\ntitle: En trygg kommun\nindicators:\n- id: ute\n  name: Avstår\n  unit: percent\n  better: lower\n"
        "  targets: {2026: {max: 8}}\n", "utf-8"
    )
    make(space)
    before = (space / "out/solstad/2023/index.html").read_text("utf-8")
    (space / "plans/solstad/measurements").mkdir()
    (space / "plans/solstad/measurements/ute.yaml").write_text(
        'indicator: ute\nseries:\n- {period: "2021", value: 12}\n- {period: "2022", value: 11.5}\n', "utf-8"
    )
    make(space)
    page = (space / "out/solstad/2023/index.html").read_text("utf-8")
    assert page.count("<svg") == before.count("<svg") + 1
    tables = [part.partition("</table>")[0] for part in page.split("<table")[1:]]
    assert "11,5" not in before and any("11,5" in table and "2022" in table for table in tables)
