"""`collisions` and `ballot` on the real plan of Karlstad, with a counter-proposal beside the majority's."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.running import Answer, ask

HOME = Path(__file__).parents[2]
BASE, MAIN, COUNTER, STATEMENT = "2022", "2023-forslag-blagrona", "2023-motforslag", "2023-forslag-s"
OLD = "Småföretagarnas villkor ska värnas, och den som flyttar hit ska känna sig välkommen."
NEW = "Småföretagarnas villkor ska värnas, och kommunen ska svara varje företag inom tre dagar."
INDICATOR = """\
  - id: studenter-som-stannar
    name: Studenter som bor kvar ett år efter examen, andel (%)
    unit: percent
    better: higher
    source: {kind: local}
"""
REVISION = """\
base: "2022"
proposer: {kind: party, party: socialdemokraterna}
kind: counter
notes:
  - at: gott-foretagsklimat.description
    motivation: Målet behövs, och det ska märkas för företagen.
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A workspace where the opposition keeps the goal that the majority removes, and measures one more thing."""
    plans = tmp_path / "plans" / "karlstad"
    shutil.copytree(HOME / "plans" / "karlstad", plans)
    shutil.copytree(plans / BASE, plans / COUNTER)
    area = plans / COUNTER / "areas" / "2-kunskaps-och-tillvaxtkommun"
    goal, other = area / "30-gott-foretagsklimat.yaml", area / "20-bra-universitetsstad.yaml"
    assert OLD in goal.read_text("utf-8")
    goal.write_text(goal.read_text("utf-8").replace(OLD, NEW), "utf-8")
    other.write_text(other.read_text("utf-8") + INDICATOR, "utf-8")
    (plans / COUNTER / "revision.yaml").write_text(REVISION, "utf-8")
    return tmp_path


def told(here: Path, command: str, *more: str) -> dict[str, Any]:
    """The JSON of a command on the three proposals."""
    data: dict[str, Any] = json.loads(
        ask(command, BASE, MAIN, COUNTER, STATEMENT, "--format", "json", *more, cwd=here).out
    )
    return data


def test_the_contested_goal_competes_and_the_new_indicator_does_not(here: Path) -> None:
    data = told(here, "collisions")
    (only,) = data["collisions"]
    assert (only["grade"], only["why"], only["address"]) == ("K3", "removed-edited", "gott-foretagsklimat")
    assert data["groups"][0]["alternatives"] == {
        MAIN: ["gott-foretagsklimat:remove", "nojd-kund-index:remove", "foretagarnas-omdome:remove",
               "nystartade-foretag:remove"],
        COUNTER: ["gott-foretagsklimat.description:set"],
    }  # fmt: skip
    assert [(cell["proposals"], cell["grade"]) for cell in data["matrix"]] == [
        ([MAIN, STATEMENT], "K1"), ([MAIN, COUNTER], "K3"), ([STATEMENT, COUNTER], "K1"),
    ]  # fmt: skip
    assert data["proposals"][STATEMENT] == 0


def test_the_order_of_voting_has_three_steps(here: Path) -> None:
    data = told(here, "ballot")
    assert (data["main"], data["without-changes"]) == (MAIN, [STATEMENT])
    formal, steps = data["steps"][:2], data["steps"][2:]
    assert [(s["kind"], s["optional"]) for s in formal] == [("referral", True), ("postponement", True)]
    assert [s["id"] for s in steps] == ["contest.gott-foretagsklimat", "rest", f"addition.{COUNTER}"]
    contest, rest, addition = steps
    assert set(contest["yes"]["changes"]) == {MAIN} and set(contest["no"]["changes"]) == {COUNTER}
    assert addition["yes"]["changes"] == {COUNTER: ["studenter-som-stannar:add"]}
    assert len(rest["yes"]["changes"][MAIN]) == 25 and rest["separable"]
    assert contest["question"] == (
        "Den som vill bifalla förslaget från Blågröna styret röstar ja; "
        f"den som vill bifalla förslaget från Socialdemokraterna ({COUNTER}) röstar nej."
    )


def test_the_chair_may_choose_another_main_proposal(here: Path) -> None:
    data = told(here, "ballot", "--main", COUNTER)
    assert data["main"] == COUNTER
    assert list(data["steps"][2]["yes"]["changes"]) == [COUNTER]
    answer = ask("ballot", BASE, MAIN, COUNTER, "--main", "2024", cwd=here)
    assert (answer.code, answer.out) == (2, "") and MAIN in answer.err


@pytest.mark.parametrize("command", ["collisions", "ballot"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_in_a_terminal_no_line_is_too_long(here: Path, command: str, lang: str) -> None:
    answer = ask(command, BASE, MAIN, COUNTER, STATEMENT, "--lang", lang, cwd=here)
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "Karlstad ska ha ett gott företagsklimat" in answer.out
    assert ("juridisk rådgivning" if lang == "sv" else "legal advice") in answer.out or command == "collisions"


@pytest.mark.parametrize("command", ["collisions", "ballot"])
@pytest.mark.parametrize("format", ["md", "html"])
def test_pages_show_every_change_that_is_contested(here: Path, command: str, format: str) -> None:
    page = ask(command, BASE, MAIN, COUNTER, STATEMENT, "--format", format, cwd=here).out
    changes = told(here, "collisions")["groups"][0]["alternatives"]
    for id_ in [id_ for ids in changes.values() for id_ in ids]:
        assert (f'data-change="{id_}"' if format == "html" else f"<!-- change: {id_} -->") in page
    assert page == ask(command, BASE, STATEMENT, COUNTER, MAIN, "--format", format, cwd=here).out


def test_a_proposal_on_another_base_is_refused(here: Path) -> None:
    answer = ask("collisions", "2023", MAIN, COUNTER, cwd=here)
    assert (answer.code, answer.out) == (2, "")
    assert f"karlstad/{MAIN} utgår från 2022, inte från 2023" in answer.err
    answer = ask("ballot", BASE, MAIN, "2018", cwd=here)
    assert answer.code == 2 and "säger inte vad det utgår från" in answer.err
    answer = ask("ballot", BASE, MAIN, f"karlstad/{MAIN}", cwd=here)
    assert answer.code == 2 and "två gånger" in answer.err


def checked(here: Path, edit: tuple[str, str] | None = None) -> tuple[Answer, str]:
    """What is said of the order of voting after an edit of its file, and the file's text."""
    text = ask("ballot", BASE, MAIN, COUNTER, "--format", "yaml", cwd=here).out
    if edit is not None:
        assert edit[0] in text
        text = text.replace(*edit, 1)
    (here / "order.yaml").write_text(text, "utf-8")
    return ask("ballot", BASE, MAIN, COUNTER, "--check", "order.yaml", cwd=here), text


def test_what_is_written_is_right_when_it_is_read(here: Path) -> None:
    answer, text = checked(here)
    assert (answer.code, answer.err) == (0, "") and "inga anmärkningar" in answer.out
    assert text.startswith("# Det här är ett underlag")
    assert checked(here, ("question: Den som vill bifalla", "question: Ska vi bifalla"))[0].code == 0


@pytest.mark.parametrize(
    ("edit", "place", "said"),
    [
        (("studenter-som-stannar:add", "studenter-som-stanar:add"), "- studenter-som-stanar",
         "menade du ”studenter-som-stannar:add”? [ballot-unknown-change]"),
        (("          - bussresor:remove\n", ""), "steps:",
         "bussresor:remove i förslaget 2023-forslag-blagrona avgörs inte"),
        (("          - bussresor:remove\n", "          - bussresor:remove\n" * 2), "- bussresor:remove\n",
         "[ballot-decided-twice]"),
        (("kind: rest", "kind: rset"), "kind: rset", "menade du ”rest”?"),
        (("    question:", "    qestion:"), "qestion:", "menade du ”question”?"),
        (("    no:\n", "  - id: own\n    kind: rest\n    yes:\n"), "- gott-foretagsklimat.description",
         "[ballot-both-possible]"),
        (("        2023-motforslag:", "        2023-motforslagg:"), "2023-motforslagg:", "[ballot-unknown-proposal]"),
        (("steps:", "steps: ]"), "steps: ]", "["),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_place(here: Path, edit: tuple[str, str], place: str, said: str) -> None:
    answer, text = checked(here, edit)
    assert answer.code == 1
    assert said in " ".join(answer.out.split())
    at = text.rindex(place) if text.count(place) > 1 else text.index(place)
    line = text.count("\n", 0, at) + 1
    assert f"order.yaml:{line}:" in answer.out
