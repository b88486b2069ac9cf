"""`templates`: what pages are made of, and how to begin one's own."""

from pathlib import Path

from strategiplan.render.environment import builtin
from tests.running import ask


def test_it_lists_what_can_be_shadowed(tmp_path: Path) -> None:
    listed = ask("templates", cwd=tmp_path).out.splitlines()
    assert {"plan.html.j2", "style.css", "document.typ", "components/goal.html.j2"} <= set(listed)
    assert not [name for name in listed if name.endswith(".js") or name.startswith("preview")]


def test_a_copy_is_begun_and_then_left_alone(tmp_path: Path) -> None:
    (tmp_path / "strategiplan.toml").write_text('templates = "mallar"\n')
    name = "components/goal.html.j2"
    answer = ask("templates", "--copy", name, cwd=tmp_path)
    copy = tmp_path / "mallar" / name
    assert answer.code == 0 and copy.read_bytes() == (builtin() / name).read_bytes()
    assert "strategiplan.toml" not in answer.err
    copy.write_text("min egen")
    again = ask("templates", "--copy", name, cwd=tmp_path)
    assert again.code == 2 and "finns redan" in again.err and copy.read_text() == "min egen"
    assert f"{name}  (din egen: " in ask("templates", cwd=tmp_path).out


def test_where_no_folder_is_set_the_setting_is_told(tmp_path: Path) -> None:
    assert 'templates = "templates"' in ask("templates", "--copy", "style.css", cwd=tmp_path).err
    assert (tmp_path / "templates" / "style.css").is_file()
    ask("templates", "--copy", "plan.html.j2", "--to", "egna", cwd=tmp_path)
    assert (tmp_path / "egna" / "plan.html.j2").is_file()


def test_no_other_file_can_be_copied(tmp_path: Path) -> None:
    for name in ("../README.md", "/etc/hostname", "page.js", "preview/bar.html.j2", "plan.html"):
        answer = ask("templates", "--copy", name, cwd=tmp_path)
        assert answer.code == 2 and "det finns ingen mall" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "style.css").symlink_to(tmp_path / "elsewhere")
    assert ask("templates", "--copy", "style.css", cwd=tmp_path).code == 2
    assert not (tmp_path / "elsewhere").exists()
