"""From proposals to a decision, on the real plan of Karlstad: begin, decide, adopt, record, carry over."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from strategiplan.model import Plan, walk
from strategiplan.store.locking import locked
from strategiplan.store.workspace import Workspace
from tests.proposals import ALL, BASE, COUNTER, HOME, INDICATOR, MAIN, NEW, STATEMENT, contest, undecided
from tests.running import Answer, ask, spawn
from tests.store.killing import tree

ONCE = "  - change: bussresor:remove\n    outcome: rejected\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A workspace with Karlstad's plans, where nobody has adopted 2023 yet."""
    return undecided(tmp_path)


@pytest.fixture
def contested(here: Path) -> Path:
    """The same, with a counter-proposal that keeps the goal that the majority removes and measures one more thing."""
    return contest(here)


def plan_of(here: Path, name: str) -> Plan:
    plan = Workspace(here).load(f"karlstad/{name}").plan
    assert plan is not None
    return plan


def files(here: Path, name: str) -> dict[str, bytes]:
    return tree(here / "plans" / "karlstad" / name)


def squeezed(answer: Answer) -> str:
    return " ".join((answer.out + answer.err).split())


def test_a_new_revision_is_its_base_with_another_head(here: Path) -> None:
    before = files(here, BASE)
    answer = ask("new", "2023", "--from", BASE, cwd=here)
    assert answer.code == 0 and "diff 2022 2023" in squeezed(answer)
    base, new = plan_of(here, BASE), plan_of(here, "2023")
    assert new == base.model_copy(update={"status": "draft", "decision": None})
    after = files(here, "2023")
    assert {name for name, content in after.items() if before.get(name) != content} == {"plan.yaml", "revision.yaml"}
    assert before.keys() - after.keys() == set()
    lines = before["plan.yaml"].decode().replace("status: superseded", "status: draft")
    start, end = lines.index("decision:"), lines.index("vision:")
    assert after["plan.yaml"].decode() == lines[:start] + lines[end:]
    assert ask("validate", "karlstad/2023", cwd=here).code == 0


@pytest.mark.parametrize("kind", ["main", "counter", "amendment", "addition", "alternative"])
def test_a_proposal_that_changes_nothing_yet(here: Path, kind: str) -> None:
    assert ask("new", "p", "--from", BASE, "--by", "socialdemokraterna", "--kind", kind, cwd=here).code == 0
    assert ask("validate", "karlstad/p", cwd=here).code == 0
    dossier = Workspace(here).load("karlstad/p").dossier
    assert dossier is not None and dossier.revision is not None and dossier.plan.status == "proposal"
    assert (dossier.revision.kind, dossier.revision.base) == (kind, BASE)
    assert "ändrar ingenting" in squeezed(ask("collisions", BASE, MAIN, "p", cwd=here))


def test_a_statement_is_all_of_a_proposal(here: Path) -> None:
    words = ("new", "p", "--from", BASE, "--by", "socialdemokraterna", "--kind", "statement")
    assert ask(*words, cwd=here).code == 2
    assert ask(*words, "--statement", "Vi återkommer efter valet.", cwd=here).code == 0
    assert [*files(here, "p")] == ["revision.yaml"]
    assert ask("validate", "karlstad/p", cwd=here).code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "2022", "--from", "2022"), "finns redan"),
        (("new", "Ny Plan", "--from", "2022"), "kan inte vara en revisions namn"),
        (("new", "p", "--from", "2032"), "menade du 2022?"),
        (("new", "p", "--from", "2022", "--by", "socialdemokratrna"), "menade du socialdemokraterna?"),
        (("new", "p", "--from", "2022", "--filed", "14 mars"), "datum skrivs 2023-12-31"),
        (("adopt", "2022", MAIN, "--as", "x", "--reject", "busresor"), "menade du bussresor?"),
        (("adopt", "2022", MAIN, "--accept", "bussresor", "--reject", "bussresor"), "både antas och avslås"),
        (("adopt", "2022", MAIN, "--as", "2022"), "finns redan"),
        (("adopt", "2022", MAIN, "--as", "x", "--body", "kommunfullmaktig"), "det finns kommunfullmaktige"),
        (("adopt", "2022", MAIN, "--next"), "--decision"),
        (("adopt", "2022", MAIN, "--as", "x", "--decision", "finns-inte.yaml"), "--next"),
        (("adopt", "2022", MAIN, "--as", "x", "--minutes", "plans/karlstad/m.md"), "ligger i en plan"),
        (("minutes", "2022"), "har ingen decision.yaml"),
        (("rebase", MAIN, "--onto", "2022"), "utgår redan från"),
    ],
)
def test_wrong_questions_change_nothing(here: Path, words: tuple[str, ...], said: str) -> None:
    before = tree(here)
    answer = ask(*words, cwd=here)
    assert (answer.code, answer.out) == (2, "") and said in squeezed(answer)
    assert tree(here) == before


def test_to_adopt_a_whole_proposal_gives_its_tree_and_its_bytes(here: Path) -> None:
    before = files(here, MAIN)
    answer = ask("adopt", BASE, MAIN, STATEMENT, "--as", "2023", cwd=here)
    assert answer.code == 0 and "29 av 29 ändringar antas" in squeezed(answer)
    adopted = plan_of(here, "2023")
    assert adopted.status == "adopted" and adopted.decision is not None
    assert adopted.decision.body == "kommunfullmaktige"
    proposal = plan_of(here, MAIN)
    assert adopted == proposal.model_copy(update={"status": "adopted", "decision": adopted.decision})
    after = files(here, "2023")
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"plan.yaml", "decision.yaml"} and before.keys() <= after.keys()


def test_the_plan_in_the_repository_is_what_adoption_gives(here: Path) -> None:
    """`plans/karlstad/2023` is 2022 with the majority's proposal, and was superseded when 2024 was adopted."""
    assert ask("adopt", BASE, MAIN, STATEMENT, "--as", "2023", cwd=here).code == 0
    expected, made = tree(HOME / "plans" / "karlstad" / "2023"), files(here, "2023")
    made["plan.yaml"] = made["plan.yaml"].replace(b"\nstatus: adopted\n", b"\nstatus: superseded\n")
    assert made == expected


def test_the_whole_way_from_two_proposals_to_the_next(contested: Path) -> None:
    """A decision in three steps with one change rejected, its minutes, and what becomes of the proposal that lost."""
    here, record = contested, contested / "beslut.yaml"
    words = ("adopt", *ALL, "--decision", "beslut.yaml")
    first = ask(*words, "--next", cwd=here)
    assert first.code == 1 and "1. Huvudförslag mot motförslag" in first.out
    assert f"--accept {MAIN}/gott-foretagsklimat" in squeezed(first)
    assert ask(*words, "--accept", f"{MAIN}/gott-foretagsklimat", cwd=here).code == 1
    second = ask(*words, "--next", cwd=here)
    assert "2. Huvudförslaget i övrigt" in second.out and "företagsklimat’ utgår" not in second.out
    record.write_bytes(record.read_bytes() + b"# Sekreterarens anteckning.\n")
    assert ask(*words, "--accept", MAIN, "--reject", "bussresor", cwd=here).code == 1
    third = ask(*words, "--next", cwd=here)
    assert "3. Tilläggsyrkande" in third.out and "Studenter som bor kvar" in third.out
    assert ask(*words, "--accept", COUNTER + "/studenter-som-stannar", cwd=here).code == 0
    assert "31 av 31 ändringar är avgjorda" in squeezed(ask(*words, "--status", cwd=here))

    done = ask(*words, "--as", "2023", "--date", "2022-06-14", "--paragraph", "§ 93", "--minutes", "p.md", "--message",
               cwd=here)  # fmt: skip
    assert done.code == 0 and done.out.startswith("plan: Anta Strategisk plan 2023 som 2023\n\n")
    assert "Kommunfullmäktige 2022-06-14 § 93" in done.out
    adopted = plan_of(here, "2023")
    ids = _ids(adopted)
    assert {"bussresor", "studenter-som-stannar", "tillvaxtmotor"} <= ids and "gott-foretagsklimat" not in ids
    assert b"# Sekreterarens anteckning." in files(here, "2023")["decision.yaml"]
    assert any(b"# M\xc3\xa4ts av universitetet." in content for content in files(here, "2023").values())
    assert ask("validate", "karlstad/2023", cwd=here).code == 0

    minutes = (here / "p.md").read_text("utf-8")
    assert "28 av 29 ändringar" in minutes and "1 av 2 ändringar" in minutes
    assert "Måttet följs även i fortsättningen" in minutes  # the reason of what was rejected is in the minutes, too
    assert "Faller eftersom förslaget från Blågröna styret bifalls" in minutes
    assert ask("minutes", "2023", cwd=here).out == minutes

    carried = ask("rebase", COUNTER, "--onto", "2023", cwd=here)
    assert carried.code == 1 and "Redan antagen: 1 ändring" in carried.out
    assert "gott-foretagsklimat:remove" in carried.out
    mine = plan_of(here, f"{COUNTER}-2023")
    assert mine == adopted.model_copy(update={"status": "proposal", "decision": None})
    sidecar = files(here, f"{COUNTER}-2023")["rebase.conflict"].decode()
    assert NEW in sidecar and "det ska märkas för företagen" in sidecar
    assert "unresolved-conflict" in squeezed(ask("validate", f"karlstad/{COUNTER}-2023", cwd=here))
    # What was decided on is still there, so the minutes can be written again.
    assert ask("minutes", "2023", cwd=here).out == minutes
    assert ask("rebase", COUNTER, "--onto", "2023", "--in-place", cwd=here).code == 1
    assert tree(here / "plans/karlstad" / COUNTER) == tree(here / f"plans/karlstad/{COUNTER}-2023")


def test_without_a_name_every_open_proposal_is_carried_over(contested: Path) -> None:
    assert ask("adopt", BASE, MAIN, COUNTER, "--accept", MAIN, "--as", "2023", cwd=contested).code == 0
    answer = ask("rebase", "--onto", "2023", cwd=contested)
    assert answer.code == 1 and "Allt är antaget" in answer.out
    folders = {path.name for path in (contested / "plans" / "karlstad").iterdir()}
    assert f"{COUNTER}-2023" in folders and f"{MAIN}-2023" not in folders
    rows = plan_of(contested, f"{COUNTER}-2023")
    assert "studenter-som-stannar" in _ids(rows)
    assert ask("rebase", "--onto", "2022", cwd=contested).code == 2


def test_what_was_new_in_something_that_is_gone_is_told_beside_the_proposal(here: Path) -> None:
    assert ask("new", "p", "--from", BASE, "--by", "socialdemokraterna", cwd=here).code == 0
    goal = next((here / "plans/karlstad/p").glob("areas/*/*-gott-foretagsklimat.yaml"))
    goal.write_text(goal.read_text("utf-8") + INDICATOR, "utf-8")
    assert ask("adopt", BASE, MAIN, "--as", "2023", cwd=here).code == 0
    answer = ask("rebase", "p", "--onto", "2023", cwd=here)
    assert answer.code == 1 and "Ny indikator i målet ’Karlstad ska ha ett gott företagsklimat’" in squeezed(answer)
    sidecar = " ".join(files(here, "p-2023")["rebase.conflict"].decode().replace("\n# ", " ").split())
    assert "Ny indikator i målet ’Karlstad ska ha ett gott företagsklimat’" in sidecar
    assert "name: Studenter som bor kvar" in sidecar


def _ids(plan: Plan) -> set[str]:
    return {node.id for node in walk(plan)}


def test_two_sides_of_a_contest_cannot_both_be_adopted(contested: Path) -> None:
    before = tree(contested)
    answer = ask("adopt", *ALL, "--as", "2023", cwd=contested)
    assert answer.code == 1 and "kan inte båda antas" in squeezed(answer)
    assert tree(contested) == before


def test_what_rests_on_something_rejected_is_refused_by_name(here: Path) -> None:
    answer = ask("adopt", BASE, MAIN, "--accept", "befolkningsokning", "--as", "2023", cwd=here)
    assert answer.code == 1
    assert f"befolkningsokning:place ({MAIN}) antas, men vilar på tillvaxtmotor:add ({MAIN})" in squeezed(answer)


@pytest.mark.parametrize(
    ("edit", "place", "said"),
    [
        (("bussresor:remove", "busresor:remove"), "busresor:remove", "menade du ”bussresor:remove”?"),
        (("outcome: rejected", "outcome: rejcted"), "rejcted", "menade du ”rejected”?"),
        ((f"proposals: [{MAIN},", f"proposals: [{MAIN}n,"), f"{MAIN}n", f"menade du ”{MAIN}”?"),
        (('base: "2022"', 'base: "2021"'), '"2021"', "menade du ”2022”?"),
        (("tillvaxtmotor:add\n    outcome: adopted", "tillvaxtmotor:add\n    outcome: rejected"),
         "befolkningsokning:place", "vilar på tillvaxtmotor:add"),
        ((ONCE, ONCE * 2), None, "”bussresor:remove” är beslutad två gånger"),
    ],
)  # fmt: skip
def test_a_slip_in_the_record_is_told_with_its_place(
    here: Path, edit: tuple[str, str], place: str | None, said: str
) -> None:
    words = ("adopt", BASE, MAIN, STATEMENT, "--decision", "b.yaml")
    assert ask(*words, "--accept", MAIN, "--reject", "bussresor", cwd=here).code == 0
    text = (here / "b.yaml").read_text("utf-8")
    assert edit[0] in text
    (here / "b.yaml").write_text(text.replace(*edit, 1), "utf-8")
    before = tree(here)
    answer = ask(*words, "--as", "2023", cwd=here)
    assert answer.code == 1 and said in squeezed(answer)
    line = text.replace(*edit, 1)[: text.replace(*edit, 1).index(place)].count("\n") + 1 if place else 0
    assert f"b.yaml:{line}:" in answer.out or not place
    assert tree(here) == before


def test_adopted_in_another_wording(here: Path) -> None:
    words = ("adopt", BASE, MAIN, "--decision", "b.yaml")
    assert ask(*words, "--accept", MAIN, cwd=here).code == 0
    record = here / "b.yaml"
    old = "  - change: bra-bostader.title:set\n    outcome: adopted\n"
    new = "  - change: bra-bostader.title:set\n    outcome: adopted-amended\n    amended: Goda bostäder åt alla\n"
    record.write_text(record.read_text("utf-8").replace(old, new), "utf-8")
    assert ask(*words, "--as", "2023", cwd=here).code == 0
    goals = {goal.id: goal.title for area in plan_of(here, "2023").areas for goal in area.goals}
    assert goals["bra-bostader"] == "Goda bostäder åt alla"
    assert "Beslutad lydelse (bra-bostader.title:set): Goda bostäder åt alla" in ask("minutes", "2023", cwd=here).out


def test_a_base_that_has_moved_on_is_refused_with_what_changed(here: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=here, check=True,
                       capture_output=True)  # fmt: skip

    assert ask("new", "p", "--from", BASE, "--by", "socialdemokraterna", cwd=here).code == 0
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "a")
    goal = next((here / "plans/karlstad/2022").glob("areas/*/*-bra-bostader.yaml"))
    goal.write_text(goal.read_text("utf-8").replace("title: ", "title: Nu "), "utf-8")
    before = tree(here)
    answer = ask("adopt", BASE, "p", "--as", "2023", cwd=here)
    assert answer.code == 1 and "Sedan dess är ändrat: bra-bostader.title:set." in squeezed(answer)
    assert tree(here) == before


def test_an_amendment_of_a_proposal_is_voted_on_with_it(here: Path) -> None:
    assert ask("new", "p", "--from", MAIN, "--by", "socialdemokraterna", "--kind", "amendment", cwd=here).code == 0
    goal = next((here / "plans/karlstad/p").glob("areas/*/*-tillvaxtmotor.yaml"))
    text = goal.read_text("utf-8")
    goal.write_text(text.replace("tillväxtmotor i ett", "motor i ett", 1), "utf-8")
    answer = ask("ballot", BASE, MAIN, "p", cwd=here)
    assert answer.code == 0 and "Huvudförslag mot ändringsyrkande" in answer.out
    done = ask("adopt", BASE, MAIN, "p", "--accept", "p", "--as", "2023", cwd=here)
    assert done.code == 0, done.err
    assert "motor i ett" in next((here / "plans/karlstad/2023").glob("areas/*/*-tillvaxtmotor.yaml")).read_text("utf-8")


def killing(here: Path, times: int, seed: int) -> tuple[int, int, int]:
    program = [sys.executable, "-m", "tests.cli.killing", str(here), str(times), str(seed)]
    done = subprocess.run(program, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    old, new, unhurt = map(int, done.stdout.split())
    return old, new, unhurt


def test_killed_while_it_writes_the_tree_is_old_or_new(here: Path) -> None:
    old, new, _ = killing(here, 6, 1)
    assert old + new == 6


@pytest.mark.torture
def test_two_hundred_kills(here: Path) -> None:
    old, new, unhurt = killing(here, 200, int(os.environ.get("SEED", "7")))
    assert old + new == 200 and old > 10 and new > 10 and unhurt < 150


def test_a_second_writer_and_a_folder_that_cannot_be_written(here: Path) -> None:
    plans = here / "plans" / "karlstad"
    before = tree(plans)
    with locked(plans):
        answer = ask("adopt", BASE, MAIN, "--as", "2023", cwd=here)
        assert answer.code == 2 and "någon annan skriver" in squeezed(answer)
    assert tree(plans) == before


def test_a_full_disk_leaves_the_old_tree(here: Path) -> None:
    """The file size that a process may write stands in for a disk that is full."""
    before = tree(here)
    prelude = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" \
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))"  # fmt: skip
    answer = spawn("adopt", BASE, MAIN, "--as", "2023", cwd=here, prelude=prelude)
    assert answer.code == 2 and "Traceback" not in answer.err
    assert tree(here) == before


def test_questions_are_put_at_a_terminal_and_every_answer_is_kept(contested: Path) -> None:
    """A pseudo-terminal, so that the command asks; the clerk breaks off once, and goes on where the file is."""
    words = ("adopt", *ALL, "--decision", "b.yaml", "--next")
    code, said = typed(contested, words, ["n", "", "q"])
    assert code == 1 and "Huvudförslag mot motförslag" in said and "[å]terremiss" in said
    record = (contested / "b.yaml").read_text("utf-8")
    assert "gott-foretagsklimat.description:set\n    outcome: adopted" in record
    code, said = typed(contested, words, ["j", "38-12-1x", "38-12", "å", ""])
    assert code == 0 and "Skriv rösterna" in said and "Allt är avgjort" in said
    record = (contested / "b.yaml").read_text("utf-8")
    assert "ja: 38" in record and "outcome: referred-back" in record
    done = ask("adopt", *ALL, "--decision", "b.yaml", "--as", "2023", cwd=contested)
    assert done.code == 0 and "Återremiss: Ny indikator" in squeezed(done)
    assert "| 38 | 12 |" in ask("minutes", "2023", cwd=contested).out


def typed(here: Path, words: tuple[str, ...], answers: list[str]) -> tuple[int, str]:
    """Run the command at a terminal of its own and type the answers; the exit code, and what was on the screen."""
    master, slave = pty.openpty()
    program = [sys.executable, "-c", "from strategiplan.cli import main; main()", *words]
    with subprocess.Popen(program, cwd=here, stdin=slave, stdout=slave, stderr=slave, close_fds=True) as process:
        os.close(slave)
        os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
        seen = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        process.wait(timeout=60)
    os.close(master)
    return process.returncode, seen.decode("utf-8", "replace").replace("\r\n", "\n")
