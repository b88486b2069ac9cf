"""A command that is asked wrongly says what is wrong and what would be right, in the reader's language."""

from pathlib import Path

import pytest

from tests.running import ask, spawn

WRONG = (
    (["rendr"], "det finns inget kommando ”rendr”; menade du ”render”?"),
    (["xyzzy"], "det finns inget kommando ”xyzzy”"),
    (["render", "2023", "--vew", "plan"], "det finns inget tillval --vew; menade du ”--view”?"),
    (["diff", "2022"], "NEW saknas"),
    (["serve", "--port", "abc"], "--port: här behövs ett heltal från 0 till 65535"),
    (["serve", "--port", "99999"], "--port: här behövs ett heltal från 0 till 65535"),
    (["validate", "--lang", "fr"], "--lang: välj bland sv, en"),
    (["templates", "--copy"], "--copy behöver ett värde efter sig"),
    (["validate", "--info=3"], "--info tar inget värde"),
    (["diff", "a", "b", "c"], "det här är mer än kommandot tar emot: c"),
)


@pytest.mark.parametrize(("asked", "said"), WRONG)
def test_what_was_wrong_is_said(asked: list[str], said: str, tmp_path: Path) -> None:
    answer = ask(*asked, cwd=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[0] == f"strategiplan: {said}"


def test_in_the_readers_language(tmp_path: Path) -> None:
    answer = spawn("rendr", cwd=tmp_path, env={"STRATEGIPLAN_LANG": "en"})
    assert answer.err == "strategiplan: there is no command “rendr”; did you mean “render”?\nSee strategiplan --help.\n"
