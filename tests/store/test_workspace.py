"""The workspace: what plans are called, what a wrong name is told, what is read and what is never read."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.cli.test_validate import GOAL, HEAD, plan, write
from tests.running import spawn

from strategiplan.diagnostics import Report, UserError
from strategiplan.store import limits
from strategiplan.store.catalog import Catalog
from strategiplan.store.checking import Profile, check_all
from strategiplan.store.files import from_file, from_folder
from strategiplan.store.git import commit_of, tree_at
from strategiplan.store.names import natural, plan_names, root_of
from strategiplan.store.settings import read_settings
from strategiplan.store.workspace import Workspace

ORGANIZATION = "name: Solstads kommun\nbodies:\n  - {id: ks, name: Kommunstyrelsen, kind: board}\n"


def codes(report: Report) -> set[str]:
    """The codes of a report, without what is only for the reader."""
    return {d.code for d in report if d.severity != "info"}


def checked(folder: Path, *names: str) -> Report:
    """What there is to say about plans of a workspace."""
    space = Workspace(folder)
    return check_all(space, space.chosen(names), Profile())


@pytest.fixture
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two towns with plans, one of them with a plan in a single file; the current folder."""
    write(
        tmp_path,
        {
            "plans/solstad/organization.yaml": ORGANIZATION,
            "plans/solstad/2022/plan.yaml": HEAD,
            "plans/solstad/2023/plan.yaml": HEAD,
            "plans/solstad/2023/goals/1-a.yaml": GOAL.format(id="a"),
            "plans/solstad/2023-forslag-s/revision.yaml": "base: '2023'\nkind: statement\nstatement: Nej.\n",
            "plans/solstad/measurements/a.yaml": "indicator: a\n",
            "plans/regn/2023/plan.yaml": HEAD,
            "plans/regn/2025-2027.yaml": HEAD,
            "plans/demo.yaml": HEAD,
            "plans/README.md": "x",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


NAMES = ["regn/2023", "regn/2025-2027", "solstad/2022", "solstad/2023", "solstad/2023-forslag-s", "demo"]


def test_every_plan_has_a_name(towns: Path) -> None:
    assert Catalog(towns).names() == NAMES
    assert Catalog(towns).chosen(None) == NAMES
    assert set(plan_names()) == {*NAMES, "2022", "2025-2027", "2023-forslag-s"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("2022", "plans/solstad/2022"),
        ("solstad/2023", "plans/solstad/2023"),
        ("regn/2025-2027", "plans/regn/2025-2027.yaml"),
        ("2025-2027", "plans/regn/2025-2027.yaml"),
        ("demo", "plans/demo.yaml"),
        ("plans/regn/2023", "plans/regn/2023"),
        ("./plans/demo.yaml", "plans/demo.yaml"),
        ("2023-forslag-s", "plans/solstad/2023-forslag-s"),
    ],
)
def test_a_name_leads_to_a_plan(name: str, path: str, towns: Path) -> None:
    assert Catalog(towns).resolve(name).resolve() == towns / path


@pytest.mark.parametrize(
    ("name", "plans"),
    [
        ("solstad", ["solstad/2022", "solstad/2023", "solstad/2023-forslag-s"]),
        ("solstad/", ["solstad/2022", "solstad/2023", "solstad/2023-forslag-s"]),
        ("plans/regn", ["regn/2023", "regn/2025-2027"]),
        ("plans", NAMES),
        (".", NAMES),
        ("plans/solstad/2023/goals/1-a.yaml", ["solstad/2023"]),
        ("plans/solstad/2023/plan.yaml", ["solstad/2023"]),
        ("solstad/2023/goals/1-a.yaml", ["solstad/2023"]),
        ("plans/solstad/organization.yaml", ["solstad/2022", "solstad/2023", "solstad/2023-forslag-s"]),
        ("plans/solstad/measurements/a.yaml", ["solstad/2022", "solstad/2023", "solstad/2023-forslag-s"]),
        ("plans/demo.yaml", ["plans/demo.yaml"]),
        ("HEAD:solstad/2023", ["HEAD:solstad/2023"]),
        ("nix", ["nix"]),
        ("", [""]),
    ],
)
def test_a_folder_or_a_file_stands_for_its_plans(name: str, plans: list[str], towns: Path) -> None:
    assert Catalog(towns).chosen([name]) == plans


def test_a_plan_that_is_meant_twice_is_checked_once(towns: Path) -> None:
    assert Catalog(towns).chosen(["regn", "regn/2023", "plans/regn/2023/plan.yaml"]) == ["regn/2023", "regn/2025-2027"]


def test_an_ambiguous_name_says_what_it_could_be(towns: Path) -> None:
    with pytest.raises(UserError) as refused:
        Catalog(towns).resolve("2023")
    assert refused.value.code == "ambiguous-plan"
    assert refused.value.params["candidates"] == "regn/2023, solstad/2023"
    write(towns, {"strategiplan.toml": 'default = "solstad"\n'})
    assert Catalog(towns).resolve("2023") == towns / "plans/solstad/2023"


@pytest.mark.parametrize(
    ("name", "code", "near"),
    [
        ("2032", "unknown-plan-near", "solstad/2023"),
        ("solstad/2032", "unknown-plan-near", "2023"),
        ("", "unknown-plan", None),
        ("xyz", "unknown-plan", None),
        ("solstad/xyz", "unknown-plan", None),
        ("../plans", "unknown-plan", None),
        ("solstad/2023/areas", "unknown-plan", None),
        ("solstad//2023", "unknown-plan-near", "solstad/2023"),
    ],
)
def test_an_unknown_name_says_what_there_is(name: str, code: str, near: str | None, towns: Path) -> None:
    with pytest.raises(UserError) as refused:
        Catalog(towns / "nowhere" if name == "../plans" else towns).resolve(name)
    if name == "../plans":
        assert refused.value.code == "no-plans"
        return
    assert refused.value.code == code
    assert "2022" in refused.value.params["known"] and "2023-forslag-s" in refused.value.params["known"]
    assert near is None or refused.value.params["near"] in (near, near.replace("solstad", "regn"))


def test_the_workspace_is_the_nearest_one(towns: Path) -> None:
    assert root_of(towns / "plans" / "solstad" / "2023" / "goals") == towns
    write(towns, {"plans/solstad/strategiplan.toml": 'plans = "."\n'})
    assert root_of(towns / "plans" / "solstad" / "2023") == towns / "plans" / "solstad"
    assert root_of(Path("/nowhere/at/all")) == Path("/nowhere/at/all")


def test_order_is_natural() -> None:
    names = ["10-a", "9-b", "1-c", "a10", "a9", "a", "2023-forslag-s", "2023", "1-c-2", "1-c-10"]
    assert sorted(names, key=natural) == [
        "1-c",
        "1-c-2",
        "1-c-10",
        "9-b",
        "10-a",
        "2023",
        "2023-forslag-s",
        "a",
        "a9",
        "a10",
    ]


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("x = 1\n", "unknown-setting", "x"),
        ("plan = 'a'\n", "unknown-setting", "plan"),
        ("plans = 3\n", "bad-setting", "plans"),
        ("rules = 3\n", "bad-setting", "rules"),
        ("[rules]\nseverity = 1\n", "bad-setting", "severity"),
        ("[rules]\nselect = []\n", "unknown-setting", "select"),
        ("plans = \n", "bad-settings", None),
        ("language = 'fi'\n", "unknown-choice", None),
    ],
)
def test_settings_that_cannot_be_are_refused(text: str, code: str, key: str | None, tmp_path: Path) -> None:
    write(tmp_path, {"strategiplan.toml": text})
    with pytest.raises(UserError) as refused:
        read_settings(tmp_path)
    assert (refused.value.code, refused.value.params.get("key")) == (code, key)


def test_settings_in_another_encoding_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"strategiplan.toml": "plans = 'å'".encode("latin-1")})
    with pytest.raises(UserError, match="bad-settings"):
        read_settings(tmp_path)


def test_settings_say_where_the_plans_are_and_what_they_weigh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {
            "strategiplan.toml": 'plans = "underlag"\n[rules.severity]\nplan-without-goals = "error"\n',
            "underlag/solstad/2023/plan.yaml": HEAD,
        },
    )
    answer = spawn("validate", "--format", "parsable", cwd=tmp_path)
    assert answer.code == 1
    assert answer.out.startswith("underlag/solstad/2023/plan.yaml:1:8: error: ")


def test_severity_that_is_none_is_refused(tmp_path: Path) -> None:
    plan(tmp_path, "a")
    write(tmp_path, {"strategiplan.toml": '[rules.severity]\nplan-without-goals = "fatal"\n'})
    answer = spawn("validate", "--lang", "en", cwd=tmp_path)
    assert answer.code == 2
    assert answer.err == (
        "strategiplan: strategiplan.toml: rules.severity.plan-without-goals: there is no “fatal”; "
        "choose among error, warning, info\n"
    )


# What stands beside the plans.


def test_a_base_and_the_organisation_are_found(towns: Path) -> None:
    loaded = Workspace(towns).load("2023-forslag-s")
    assert loaded.dossier is not None and loaded.plan is not None
    assert loaded.dossier.base == loaded.plan == Workspace(towns).load("solstad/2023").plan
    assert loaded.dossier.organization is not None and loaded.dossier.organization.bodies[0].id == "ks"
    assert loaded.dossier.revisions == ("2022", "2023", "2023-forslag-s")


def test_bases_in_a_circle_end(towns: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        write(towns, {f"plans/x/{name}/revision.yaml": f"base: {base}\nkind: statement\nstatement: Nej.\n"})
    assert codes(checked(towns, "x")) == {"statement-without-base"}
    write(towns, {"plans/x/a/plan.yaml": HEAD, "plans/x/a/goals/1-g.yaml": GOAL.format(id="g")})
    assert "statement-without-base" not in codes(checked(towns, "x/c"))


def test_faults_beside_the_plans_are_told(towns: Path) -> None:
    write(
        towns,
        {
            "plans/solstad/organization.yaml": "name: S\nbodys: []\ncode: 0180\n",
            "plans/solstad/measurements/b.yaml": "indicator: b\nserie: []\n"
            "series: [{period: '2023', value: x, gender: X}]\n",
            "plans/solstad/measurements/c.yml": "indicator: c\n",
            "plans/solstad/2021.yml": HEAD,
        },
    )
    found = {str(d.location): (d.code, d.suggestion) for d in checked(towns, "solstad/2023") if d.severity == "error"}
    assert found == {
        "plans/solstad/organization.yaml:2:1": ("unknown-key", "bodies"),
        "plans/solstad/organization.yaml:3:7": ("wrong-quote", None),
        "plans/solstad/measurements/b.yaml:2:1": ("unknown-key", "series"),
        "plans/solstad/measurements/b.yaml:3:34": ("bad-number", None),
        "plans/solstad/measurements/b.yaml:3:45": ("unknown-choice", None),
        "plans/solstad/measurements/c.yml:1:1": ("unknown-file", "c.yaml"),
        "plans/solstad/2021.yml:1:1": ("unknown-file", "2021.yaml"),
    }


@pytest.mark.parametrize("sign", ["areas/1-a/area.yaml", "goals/1-a.yaml", "bodies/ks.yaml", "plan.yml"])
def test_a_plan_without_its_head_is_not_passed_over(sign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {f"plans/solstad/2023/{sign}": "id: a\ntitle: A\n"})
    assert Catalog(tmp_path).names() == ["solstad/2023"]
    assert "missing-plan-file" in codes(checked(tmp_path))


# What is never read.


def test_links_are_refused(towns: Path) -> None:
    here = towns / "plans" / "solstad"
    (towns / "elsewhere.yaml").write_text("name: S\n")
    (here / "2023" / "bodies").symlink_to(here / "2023" / "goals")
    (here / "2023" / "budget.yaml").symlink_to("/etc/hostname")
    (here / "2023" / "goals" / "2-b.yaml").symlink_to("nowhere")
    (here / "2024").symlink_to(here / "2023")
    (here / "organization.yaml").unlink()
    (here / "organization.yaml").symlink_to(towns / "elsewhere.yaml")
    (here / "2026.yaml").symlink_to(towns / "elsewhere.yaml")
    found = sorted(d.location.path for d in checked(towns, "solstad") if d.code == "symlink")
    assert found == [
        "plans/solstad/2023/bodies",
        "plans/solstad/2023/budget.yaml",
        "plans/solstad/2023/goals/2-b.yaml",
        "plans/solstad/2024",
        "plans/solstad/2026.yaml",
        "plans/solstad/organization.yaml",
    ]


def test_pipes_are_refused_without_waiting(towns: Path) -> None:
    os.mkfifo(towns / "plans" / "solstad" / "2023" / "goals" / "2-b.yaml")
    os.mkfifo(towns / "plans" / "demo.yaml.yaml")
    os.mkfifo(towns / "single.yaml")
    answer = spawn("validate", "solstad/2023", "single.yaml", "--format", "parsable", "--lang", "en", cwd=towns)
    told = [line for line in answer.out.splitlines() if "[not-a-file]" in line]
    assert told == [
        "plans/solstad/2023/goals/2-b.yaml:1:1: error: this is no ordinary file [not-a-file]",
        "single.yaml:1:1: error: this is no ordinary file [not-a-file]",
    ]


def test_hidden_files_and_other_kinds_are_left_alone(towns: Path) -> None:
    write(
        towns,
        {"plans/solstad/2023/.x.yaml": "[", "plans/solstad/2023/.git/y.yaml": "[", "plans/solstad/2023/README.md": "["},
    )
    assert set(from_folder(towns / "plans" / "solstad" / "2023").files) == {"plan.yaml", "goals/1-a.yaml"}


def test_names_that_cannot_be_shown_are_refused(towns: Path) -> None:
    goals = towns / "plans" / "solstad" / "2023" / "goals"
    (goals / "2-a\nb: error.yaml").write_text("x")
    with open(os.fsencode(goals) + b"/3-\xff.yaml", "w") as handle:  # noqa: PTH123 - a name that is no text
        handle.write("x")
    answer = spawn("validate", "solstad/2023", "--format", "parsable", cwd=towns)
    told = [line for line in answer.out.splitlines() if line.endswith("[bad-file-name]")]
    assert told[0].startswith("plans/solstad/2023/goals/2-a?b: error.yaml:1:1: error: ")
    assert told[1].startswith("plans/solstad/2023/goals/3-?.yaml:1:1: error: ")
    assert all(line.startswith("plans/") and line.endswith("]") for line in answer.out.splitlines())


def test_folders_may_only_be_so_deep(towns: Path) -> None:
    deep = "/".join(["areas", *(f"{n}-x{n}" for n in range(limits.FOLDER_DEPTH))])
    write(towns, {f"plans/solstad/2023/{deep}/area.yaml": "id: a\ntitle: A\n"})
    (found,) = from_folder(towns / "plans" / "solstad" / "2023").diagnostics
    assert (found.code, found.location.path) == ("too-many-folders", f"plans/solstad/2023/{deep}")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    (found,) = from_file(tmp_path / "nowhere.yaml").diagnostics
    assert found.code == "unreadable"


# Old revisions.


def git(folder: Path, *arguments: str) -> str:
    """A git command in a repository of the test's own."""
    quiet = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *quiet, *arguments], cwd=folder, capture_output=True, check=True, text=True, env=environment
    )
    return done.stdout.strip()


@pytest.fixture
def repository(towns: Path) -> Path:
    """The two towns in git, and after the first commit everything changed."""
    (towns / "plans" / "solstad" / "2022" / "goals").mkdir()
    (towns / "plans" / "solstad" / "2022" / "goals" / "1-link.yaml").symlink_to("../plan.yaml")
    write(
        towns,
        {
            "plans/solstad/2022/goals/.2-hidden.yaml": "[",
            "plans/solstad/2022/goals/10-å b.yaml": GOAL.format(id="ab"),
            "plans/solstad/2022/notes.txt": "x",
        },
    )
    git(towns, "init", "-q", "-b", "main")
    git(towns, "add", "-A")
    git(towns, "commit", "-q", "-m", "first")
    git(towns, "tag", "v1")
    write(towns, {"plans/solstad/2023/plan.yaml": HEAD.replace("Plan", "En annan plan"), "plans/demo.yaml": "["})
    git(towns, "commit", "-q", "-a", "-m", "second")
    return towns


def test_an_old_revision_is_read_from_git(repository: Path) -> None:
    space = Workspace(repository)
    for name in ("v1:solstad/2023", "HEAD~1:solstad/2023", "v1:plans/solstad/2023", "main~1:solstad/2023"):
        old = space.load(name).plan
        assert old is not None and old.title == "Plan"
    new = space.load("solstad/2023").plan
    assert new is not None and new.title == "En annan plan"
    single = space.load("v1:demo").plan
    assert single is not None and single.title == "Plan"
    statement = space.load("v1:solstad/2023-forslag-s")
    assert statement.plan == space.load("v1:solstad/2023").plan
    assert statement.dossier is not None and statement.dossier.organization is not None


def test_faults_of_an_old_revision_say_which(repository: Path) -> None:
    answer = spawn("validate", "HEAD:demo", "v1:solstad/2022", "--format", "parsable", "--lang", "en", cwd=repository)
    assert answer.code == 1
    assert answer.out.splitlines()[0] == (
        "HEAD:plans/demo.yaml:1:1: error: the bracket or quotation mark is never closed [yaml-unclosed]"
    )
    assert "v1:plans/solstad/2022/goals/1-link.yaml:1:1: error: " in answer.out
    assert "hidden" not in answer.out


def test_git_gives_the_files_that_the_folder_gives(repository: Path) -> None:
    folder = repository / "plans" / "solstad" / "2022"
    there, here = tree_at(repository, "HEAD", "plans/solstad/2022", "x"), from_folder(folder, "x")
    assert there is not None
    assert there == here
    assert set(there.files) == {"goals/10-å b.yaml", "plan.yaml"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nix:solstad/2023", "unknown-git-revision"),
        ("-h:2023", "unknown-git-revision"),
        ("--help:2023", "unknown-git-revision"),
        ("v1^{tree}:2023", "unknown-git-revision"),
        ("HEAD:2019", "no-plan-in-revision"),
        ("HEAD:", "no-plan-in-revision"),
        ("HEAD:solstad", "no-plan-in-revision"),
        ("HEAD:plans", "no-plan-in-revision"),
        ("HEAD:../x", "no-plan-in-revision"),
        ("HEAD:/etc", "no-plan-in-revision"),
        ("HEAD:.", "no-plan-in-revision"),
    ],
)
def test_what_git_does_not_have_is_a_wrong_question(name: str, code: str, repository: Path) -> None:
    with pytest.raises(UserError) as refused:
        Workspace(repository).load(name)
    assert refused.value.code == code


def test_without_a_repository(towns: Path) -> None:
    with pytest.raises(UserError) as refused:
        commit_of(towns, "HEAD")
    assert (refused.value.code, refused.value.params) == ("not-in-git", {"folder": "."})


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    for question in (lambda: commit_of(repository, "HEAD"), lambda: tree_at(repository, "HEAD", "plans", "x")):
        with pytest.raises(UserError) as refused:
            question()
        assert refused.value.code == "git-missing"


def test_the_repository_of_a_hook_is_not_mistaken_for_the_plans(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert Workspace(repository).load("v1:solstad/2023").plan is not None
