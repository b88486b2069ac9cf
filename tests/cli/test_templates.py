"""`templates`: what there is to shadow, and a copy to begin with."""

import pytest

from strategiplan.cli.templates import complete_template
from strategiplan.messages import catalogue
from strategiplan.render.template_files import builtin, key_of, names
from tests.running import ask


@pytest.fixture
def work(tmp_path):
    assert ask("init", ".", "--name", "Solstad", "--year", "2027", cwd=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_template_says_what_it_is_for(language):
    known = catalogue(language)
    assert [name for name in names() if key_of(name) not in known] == []
    assert {key for key in known if key.startswith("template.")} == {*map(key_of, names()), "template.own"}


def test_the_list(work):
    said = ask("templates", cwd=work)
    assert said.code == 0 and "components/goal.html.j2\n  ett mål och dess indikatorer\n" in said.out
    assert "preview/" not in said.out and "(egen)" not in said.out and "Inga egna mallar" in said.err
    assert max(map(len, said.out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["plan.html.j2", "components/goal.html.j2", "style.css", "document.typ"])
def test_a_copy_is_ours_and_stands_in_for_it(work, name):
    said = ask("templates", "--copy", name, cwd=work)
    assert (said.code, said.out) == (0, f"templates/{name}\n") and 'templates = "templates"' in said.err
    copy = work / "templates" / name
    assert copy.read_bytes() == (builtin() / name).read_bytes()
    listed = ask("templates", "--templates", "templates", "--lang", "en", cwd=work)
    assert f"{name} (yours)\n" in listed.out and listed.out.count("(yours)") == 1
    copy.write_text("mine", "utf-8")
    again = ask("templates", "--copy", name, cwd=work)
    assert again.code == 2 and f"templates/{name} finns redan" in again.err and copy.read_text("utf-8") == "mine"


def test_the_folder_is_the_settings(work):
    settings = work / "strategiplan.toml"
    said = settings.read_text("utf-8").replace('# templates = "templates"', 'templates = "mallar"')
    settings.write_text(said, "utf-8")
    made = ask("templates", "--copy", "plan.md.j2", cwd=work / "plans")
    assert (made.code, made.err) == (0, "") and (work / "mallar" / "plan.md.j2").is_file()
    assert "plan.md.j2 (egen)" in ask("templates", cwd=work).out
    there = ask("templates", "--copy", "plan.md.j2", "--to", "andra", cwd=work)
    assert there.out == "andra/plan.md.j2\n" and "--templates andra" in there.err
    (work / "mallar" / "plan.md.j2").write_text("{{ view.frame.title }}\n\n{{ view.aeras }}", "utf-8")
    wrong = ask("render", "2027", "--format", "md", cwd=work)
    assert wrong.code == 2 and "mallar/plan.md.j2:3: det finns inget ”aeras” här" in wrong.err
    assert "menade du areas?" in wrong.err


@pytest.mark.parametrize(("arguments", "said"), [
    (("--copy", "goal.html"),
     "det finns ingen mall ”goal.html” — menade du components/goal.html.j2? Det finns 404.html.j2"),
    (("--copy", "plan"), "— menade du plan.html.j2?"),
    (("--copy", "../secret"), "det finns ingen mall ”../secret”"),
    (("--copy", "preview/bar.html.j2"), "det finns ingen mall ”preview/bar.html.j2”"),
    (("--to", "x"), "--to säger var kopian ska ligga"),
    (("--templates", "nowhere"), "det finns ingen mapp nowhere med mallar"),
])  # fmt: skip
def test_wrong_questions(work, arguments, said):
    answer = ask("templates", *arguments, cwd=work)
    assert answer.code == 2 and answer.out == "" and said in answer.err
    assert not (work / "templates").exists()


def test_a_copy_follows_no_link_out_of_the_folder(work):
    (work / "out").mkdir()
    (work / "templates").mkdir()
    (work / "templates" / "components").symlink_to(work / "out")
    (work / "templates" / "plan.html.j2").symlink_to(work / "out" / "plan.html.j2")
    assert ask("templates", "--copy", "components/goal.html.j2", cwd=work).code == 2
    assert ask("templates", "--copy", "plan.html.j2", cwd=work).code == 2
    assert not any((work / "out").iterdir())


def test_names_are_completed():
    assert complete_template("components/g") == ["components/goal.html.j2"]
    assert complete_template("plan.") == ["plan.html.j2", "plan.md.j2"]
