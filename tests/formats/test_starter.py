"""The workspace to begin with: it must hold, whatever the municipality is called and whichever year it is."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from strategiplan.diagnostics import Severity
from strategiplan.formats.json_schema import kind_of
from strategiplan.formats.starter import identify, starter
from strategiplan.messages import LANGUAGES
from strategiplan.model.organization import Organization
from strategiplan.model.types import ID_PATTERN
from strategiplan.store.checking import check_all, profile
from strategiplan.store.layout import canonical
from strategiplan.store.workspace import Workspace
from strategiplan.store.yaml_reader import read

NAME = "Exempelkommunen"


def begin(root: Path, made: dict[str, bytes]) -> Workspace:
    for path, content in made.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return Workspace(root)


def plan_files(made: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in made.items() if path.startswith("plans/")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_nothing_is_wrong_with_it(tmp_path: Path, language: str, year: int) -> None:
    space = begin(tmp_path, starter(NAME, language, year))
    assert space.names() == [f"exempelkommunen/{year}"]
    report = check_all(space, space.names(), profile(space.settings))
    assert [str(found) for found in report if found.severity is not Severity.INFO] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_plan_worth_the_name(tmp_path: Path, language: str) -> None:
    space = begin(tmp_path, starter(NAME, language, 2027))
    assert (space.settings.default, space.settings.language) == ("exempelkommunen", language)
    dossier = space.load("2027").dossier
    assert dossier is not None and dossier.organization is not None
    plan = dossier.plan
    goals = [goal for area in plan.areas for goal in area.goals]
    assert (len(plan.areas), len(goals)) == (2, 3)
    assert plan.vision and plan.values and plan.values.statements and plan.terms
    assert dossier.organization.name == NAME and dossier.organization.language == language
    for goal in goals:
        assert goal.responsible and goal.description
        assert all(i.unit and i.source and i.owner and i.targets for i in goal.indicators)
    served = {target for body in plan.bodies for goal in body.goals for target in goal.contributes_to}
    assert served == {goal.id for goal in goals}


@pytest.mark.parametrize(("year", "mandate"), [
    (2023, "2023-2026"), (2026, "2023-2026"), (2027, "2027-2030"), (2022, "2019-2022"),
])
def test_the_mandate_is_the_years(year: int, mandate: str) -> None:
    made = starter(NAME, "sv", year)
    assert f"\nmandate: {mandate}\n" in made[f"plans/exempelkommunen/{year}/plan.yaml"].decode()


def test_it_is_the_same_every_time() -> None:
    assert starter(NAME, "sv", 2027) == starter(NAME, "sv", 2027)


def test_both_languages_have_the_same_parts() -> None:
    def parts(language: str) -> Counter[str | None]:
        made = starter(NAME, language, 2027)
        return Counter(kind_of(path.removeprefix("plans/")) for path in made if path.startswith("plans/"))
    assert parts("sv") == parts("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_fill_in(language: str) -> None:
    made = starter(NAME, language, 2027)
    for path, content in made.items():
        text = content.decode()
        assert text.endswith("\n") and "\r" not in text, path
        if not path.startswith(".strategiplan/"):
            assert re.findall(r"\$(?!schema\b)\S*", text) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plan_file_is_tied_to_a_schema_that_accepts_it(language: str) -> None:
    made = starter(NAME, language, 2027)
    for path, content in plan_files(made).items():
        first = content.decode().split("\n")[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        tied = normpath((PurePosixPath(path).parent / named).as_posix())
        assert tied == f".strategiplan/schema/{kind_of(path.removeprefix('plans/'))}.schema.json"
        assert list(Draft202012Validator(json.loads(made[tied])).iter_errors(read(content).data)) == []


def test_the_editor_and_ci_are_set_up() -> None:
    made = starter(NAME, "sv", 2027)
    held = json.loads(made[".vscode/settings.json"])
    assert set(held["yaml.schemas"]) == {path for path in made if path.startswith(".strategiplan/")}
    # The layout is ours; another formatter would change it back and forth.
    assert held["yaml.format.enable"] is False
    assert json.loads(made[".vscode/extensions.json"]) == {"recommendations": ["redhat.vscode-yaml"]}
    jobs = read(made[".github/workflows/strategiplan.yml"]).data["jobs"]
    commands = [step["run"] for step in jobs["validate"]["steps"] if "run" in step]
    assert commands == ["pip install strategiplan", "strategiplan validate --format github"]
    assert b"*.yaml text eol=lf" in made[".gitattributes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_that_are_commented_out_are_right(tmp_path: Path, language: str) -> None:
    text = starter(NAME, language, 2027)["strategiplan.toml"].decode()
    used = re.sub(r'^# (?=\[|[a-z-]+ = ")', "", text, flags=re.M)
    assert set(tomllib.loads(used)) == {"plans", "default", "language", "templates", "rules"}
    (tmp_path / "strategiplan.toml").write_text(used, "utf-8")
    assert profile(Workspace(tmp_path).settings).silences


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_names_what_there_is(language: str) -> None:
    made = starter(NAME, language, 2027)
    named = re.findall(r"`(plans/[^`]*)`", made["README.md"].decode())
    assert [path for path in named if path not in made] == ["plans/exempelkommunen/2028/revision.yaml"]


@pytest.mark.parametrize(("name", "id_"), [
    ("Åmåls kommun", "amals-kommun"),
    ("Malung-Sälens kommun", "malung-salens-kommun"),
    ("Ørland & Ærø", "orland-aero"),
    ("  Två   ord ", "tva-ord"),
    ("2027", "kommun-2027"),
    ("x" * 300, "x" * 80),
    ("市", "kommun"),
    ("…", "kommun"),
])
def test_the_id_of_a_name(name: str, id_: str) -> None:
    assert identify(name) == id_


ODD_NAMES = ["", "市", "null", "no", "27", 'a: "b" # c', "- a", "'a", "a\u2028b", "a\tb", "$year"]


@given(st.text(max_size=40) | st.sampled_from(ODD_NAMES))
@settings(max_examples=25, deadline=None)
def test_any_name_is_kept(name: str) -> None:
    made = starter(name, "sv", 2027)
    path = next(path for path in made if path.endswith("/organization.yaml"))
    parsed = read(made[path])
    assert not parsed.problems
    assert re.fullmatch(ID_PATTERN, path.split("/")[1])
    kept = Organization.model_validate(parsed.data, by_name=False).name
    assert kept == (" ".join("".join(c if c.isprintable() else " " for c in name).split()) or NAME)
    assert canonical(made[path].decode(), "organization") == made[path].decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_laid_out_as_fmt_lays_it_out(language: str) -> None:
    for path, content in plan_files(starter(NAME, language, 2027)).items():
        kind = kind_of(path.removeprefix("plans/"))
        assert kind is not None
        assert canonical(content.decode(), kind) == content.decode(), path
