"""The data beside the pages: it is what the plans say, in the form that is published, and opens without harm."""

import csv
import io
import json
import re
from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from strategiplan.formats import open_csv
from strategiplan.messages import text
from strategiplan.model import Plan, flatten
from strategiplan.model.plan import Goal, Indicator
from strategiplan.site.feed import feed
from strategiplan.store.forms import SinglePlan
from strategiplan.store.loading import read_side_file
from strategiplan.store.workspace import Workspace
from tests.site.conftest import URL, built, site

ATOM = "{http://www.w3.org/2005/Atom}"


def table(name: str) -> list[dict[str, str]]:
    """A table as a spreadsheet with Swedish settings reads it."""
    content = built()[name]
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_json_is_as_its_schema_says() -> None:
    checked = 0
    for kind in ("plan", "changes"):
        schema = json.loads(built()[f"{kind}.schema.json"])
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for name, content in built().items():
            if name.endswith(f"/{kind}.json"):
                assert [error.message for error in validator.iter_errors(json.loads(content))] == [], name
                checked += 1
    assert checked > 12


def test_a_plan_as_json_is_the_plan() -> None:
    for shelf in site().shelves:
        for volume in shelf.volumes:
            if volume.has_tree:
                data = json.loads(built()[f"{shelf.folder}/{volume.name}/plan.json"])
                value, report = read_side_file(json.dumps(data["plan"]).encode(), "plan.yaml", SinglePlan)
                assert not report.has_errors and value is not None
                assert Plan(**{name: getattr(value, name) for name in Plan.model_fields}) == volume.dossier.plan
                assert value.revision == volume.dossier.revision


def test_tables_hold_every_goal_and_indicator_of_every_plan() -> None:
    for shelf in site().shelves:
        for kind, name in ((Goal, "goals"), (Indicator, "indicators")):
            rows = table(f"{shelf.folder}/{name}.csv")
            expected = [
                (v.name, id_)
                for v in shelf.volumes if v.has_tree for id_, row in v.step.rows.nodes.items() if row.kind is kind
            ]
            assert [(row["revision"], row["id"]) for row in rows] == expected
    changes = table("karlstad/changes.csv")
    told = [row for row in changes if row["revision"] == "2023" and row["id"] == "gott-foretagsklimat"]
    assert [(row["kind"], row["into"], row["title"]) for row in told] == [
        ("delegated", "kommunstyrelsen", "Karlstad ska ha ett gott företagsklimat")
    ]


def test_targets_have_swedish_decimals(tmp_path) -> None:
    space = tmp_path / "plans" / "solstad" / "2023"
    space.mkdir(parents=True)
    (space / "plan.yaml").write_text(
        "title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: adopted\ngoals:\n- id: g\n  title: Mål\n"
        "  indicators:\n  - id: i\n    name: Andel\n    unit: percent\n"
        "    targets: {2023: {max: 10.5}, 2026: {range: [7, 8]}, 2030: {direction: down}}\n", "utf-8"
    )
    dossier = Workspace(tmp_path).load("solstad/2023").dossier
    assert dossier is not None
    made = open_csv.to_csv("targets", open_csv.targets("Solstad", "2023", flatten(dossier.plan))).decode("utf-8-sig")
    assert made.splitlines()[1:] == [
        "Solstad;2023;i;Andel;percent;2023;;;10,5;;", "Solstad;2023;i;Andel;percent;2026;;7;8;;",
        "Solstad;2023;i;Andel;percent;2030;;;;down;",
    ]


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"))


@given(st.lists(CELL, min_size=9, max_size=9))
def test_no_text_of_a_plan_is_a_formula_and_none_is_lost(cells: list[str]) -> None:
    row = ("o", "r", *cells)
    read = list(csv.reader(io.StringIO(open_csv.to_csv("goals", [row]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(read) == 2 and len(read[1]) == len(row)
    for was, now in zip(row, read[1], strict=True):
        assert now in (was, f"'{was}")
        assert not now.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_column_is_explained() -> None:
    page = built()["data.html"].decode()
    for columns in open_csv.COLUMNS.values():
        for column in columns:
            assert f"<code>{column}</code>" in page
            assert text(f"column.{column}", "sv") != text(f"column.{column}", "en")


def test_the_feed_is_atom_with_the_plans_own_dates() -> None:
    root = ElementTree.fromstring(built()["feed.xml"])
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for held in (root, *entries):
        assert [len(held.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", held.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", held.findtext(f"{ATOM}updated") or "")
        links = held.findall(f"{ATOM}link")
        assert len({(link.get("rel"), link.get("type")) for link in links}) == len(links)
        assert all(str(link.get("href")).startswith(URL) for link in links)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    days = {v.date for shelf in site().shelves for v in shelf.volumes if v.date}
    assert {date.fromisoformat((e.findtext(f"{ATOM}updated") or "")[:10]) for e in entries} == days
    assert root.findtext(f"{ATOM}updated") == max(e.findtext(f"{ATOM}updated") or "" for e in entries)


def test_without_an_address_the_feed_is_relative_and_there_is_no_map() -> None:
    made = feed(site())["feed.xml"].decode()
    assert "http" not in made.replace("http://www.w3.org/2005/Atom", "") and 'rel="self"' not in made
    assert ElementTree.fromstring(made).findtext(f"{ATOM}id") != ElementTree.fromstring(built()["feed.xml"]).findtext(
        f"{ATOM}id"
    )


def test_the_map_names_every_page() -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    named = [loc.text for loc in ElementTree.fromstring(built()["sitemap.xml"]).iter(f"{space}loc")]
    pages = [name for name in built() if name.endswith(".html") and name != "404.html"]
    assert len(named) == len(set(named)) == len(pages)
    assert f"{URL}/" in named and f"{URL}/karlstad/2023/" in named
