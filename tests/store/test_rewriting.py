"""Another plan in a plan's files: it reads back, and what is the same stays the same bytes, comments and all."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plans import area, goal, indicator, plan, plans
from tests.store.filed import annotated, filed, lost_comments, read_back

from strategiplan.diagnostics import PlanError
from strategiplan.model import Plan
from strategiplan.model.tree import walk
from strategiplan.store.edit import PlanFile
from strategiplan.store.excerpts import excerpt
from strategiplan.store.files import FileSet
from strategiplan.store.filing import plan_files
from strategiplan.store.origins import origins
from strategiplan.store.rewriting import rewritten, tree_files
from strategiplan.store.workspace import Workspace

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEWER = settings(LAW, max_examples=settings.default.max_examples // 2)

ROOT = Path(__file__).parents[2]
REAL = Workspace(ROOT)
PAIRS = [
    ("karlstad/2022", "karlstad/2023-forslag-blagrona"), ("karlstad/2022", "karlstad/2023"),
    ("karlstad/2023", "karlstad/2022"), ("karlstad/2023", "karlstad/2024"), ("boden/2024-2026", "boden/2025-2027"),
    ("vaggeryd/2025", "vaggeryd/2024"),
]


def after(found: FileSet, new: Plan, *donors: FileSet) -> FileSet:
    return FileSet(found.label, rewritten(found, new, donors), single=found.single)


def revision_in(found: FileSet) -> PlanFile:
    if not found.single:
        return PlanFile(found.files["revision.yaml"], "revision")
    return excerpt(PlanFile(found.files["plan.yaml"], "single"), ("revision",), "revision")


@LAW
@given(plans(), plans(), st.data())
def test_what_is_written_is_read_and_keeps_its_comments(old: Plan, new: Plan, data: st.DataObject) -> None:
    found = data.draw(filed(old))
    done = after(found, new)
    assert read_back(done.files, done.single) == new
    assert lost_comments(old, found, new, done) == {}
    was, is_ = revision_in(found), revision_in(done)
    assert is_ == was or (found.single and is_.data() == was.data() and not was.comments() - is_.comments())


@FEWER
@given(plans(), plans(), st.data())
def test_a_single_file_is_parted_into_a_folder_with_its_comments(old: Plan, new: Plan, data: st.DataObject) -> None:
    found = data.draw(filed(old, single=True))
    made = FileSet("plan", tree_files(found, new))
    assert read_back(made.files) == new
    assert lost_comments(old, found, new, made) == {}
    assert made.files.keys() == plan_files(new).keys()


@FEWER
@given(plans(), st.data())
def test_the_same_plan_is_the_same_bytes(drawn: Plan, data: st.DataObject) -> None:
    found = data.draw(filed(drawn))
    assert rewritten(found, drawn) == found.files


@FEWER
@given(plans(), plans(), st.data())
def test_files_of_what_stays_and_of_what_comes_are_the_same_bytes(old: Plan, new: Plan, data: st.DataObject) -> None:
    found = data.draw(filed(old, single=False))
    donor = data.draw(filed(new, single=False))
    done = after(found, new, donor)
    assert read_back(done.files) == new
    was, lent, is_ = origins(found), origins(donor), origins(done)
    for node in walk(new):
        here, before = is_.nodes[node.id], was.of(node)
        if here.place or here.file.endswith(("plan.yaml", "area.yaml")):
            continue
        if before is not None and before.node == node and not before.place:
            assert done.files[here.file] == found.files[before.file]
        elif all(was.of(inner) is None for inner in walk(node)):
            assert done.files[here.file] == donor.files[lent.nodes[node.id].file]


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=map("→".join, PAIRS))
def test_real_plans_keep_every_comment_of_what_stays(old: str, new: str) -> None:
    before, wanted = REAL.load(old).plan, REAL.load(new).plan
    assert before is not None and wanted is not None
    found = annotated(REAL.files_of(old))
    done = after(found, wanted)
    assert read_back(done.files) == wanted
    assert lost_comments(before, found, wanted, done) == {}
    back = after(done, before, found)
    assert read_back(back.files) == before
    assert back.files.keys() == found.files.keys()


def test_a_proposal_of_the_real_plan_is_made_of_both_plans_files() -> None:
    wanted = REAL.load("karlstad/2023-forslag-blagrona").plan
    assert wanted is not None
    base, proposal = REAL.files_of("karlstad/2022"), REAL.files_of("karlstad/2023-forslag-blagrona")
    done = rewritten(base, wanted, [proposal])
    place = "areas/2-kunskaps-och-tillvaxtkommun/"
    # The new goal comes as it is, with its name; what has not changed is as it was; the order needs no other name.
    assert done[f"{place}25-tillvaxtmotor.yaml"] == proposal.files[f"{place}25-tillvaxtmotor.yaml"]
    assert f"{place}30-gott-foretagsklimat.yaml" not in done and f"{place}60-befolkningen-okar.yaml" not in done
    assert done.keys() == proposal.files.keys() - {"revision.yaml"}
    same = {name for name in done if done[name] == base.files.get(name)}
    assert len(same) == 13 and f"{place}20-bra-universitetsstad.yaml" in same


def folder(**files: str) -> FileSet:
    """Files of a folder, `__` for a slash and without the ending."""
    contents = {name.replace("__", "/").replace("_", "-") + ".yaml": text.encode() for name, text in files.items()}
    return FileSet("plan", contents)


HEAD = "title: Plan # t\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n"


def test_an_indicator_moves_with_its_comments_into_a_file_with_other_line_breaks() -> None:
    found = folder(
        plan=HEAD,
        goals__1_a="id: a\ntitle: A\nindicators:\n  # om x\n  - id: x # märke\n    name: 'X'\n  # om y\n  - id: y\n"
                   "    name: Y\n",
        goals__2_b="\ufeffid: b\r\ntitle: B\r\nindicators:\r\n- id: z\r\n  name: Z\r\n",
    )
    new = plan(goals=[goal("a", "A", indicators=[indicator("y", "Y")]),
                      goal("b", "B", indicators=[indicator("x", "X"), indicator("z", "Z")])])
    done = rewritten(found, new)
    assert done["goals/1-a.yaml"].decode() == "id: a\ntitle: A\nindicators:\n  # om y\n  - id: y\n    name: Y\n"
    assert done["goals/2-b.yaml"].decode() == (
        "\ufeffid: b\r\ntitle: B\r\nindicators:\r\n# om x\r\n- id: x # märke\r\n  name: 'X'\r\n- id: z\r\n  name: Z\r\n"
    )
    assert done["plan.yaml"] == found.files["plan.yaml"]


def test_a_goal_moves_to_another_area_with_its_file() -> None:
    found = folder(plan=HEAD, areas__1_a__area="id: a\ntitle: A\n", areas__2_b__area="id: b\ntitle: B\n",
                   areas__1_a__10_g="# om g\nid: g\ntitle: 'G'\n", areas__2_b__10_h="id: h\ntitle: H\n",
                   areas__2_b__20_i="id: i\ntitle: I\n")
    new = plan(areas=[area("a", title="A"), area("b", goal("h", "H"), goal("g", "G"), goal("i", "I"), title="B")])
    done = rewritten(found, new)
    assert done["areas/2-b/15-g.yaml"] == found.files["areas/1-a/10-g.yaml"]
    assert {name for name in done if name not in found.files} == {"areas/2-b/15-g.yaml"}


def test_what_was_one_file_stays_one_file_with_what_is_filed_in_it() -> None:
    text = f"{HEAD}goals:\n  # om g\n  - id: g\n    title: 'G' # v\nrevision: {{base: '2022'}} # r\norganization:\n" \
           "  name: Solstad # o\n  code: '1780'\n"
    found = FileSet("plan", {"x.yaml": text.encode()}, single=True)
    new = plan(goals=[goal("g", "G2", sdg=[5]), goal("h", "H")])
    done = rewritten(found, new)["x.yaml"].decode()
    assert done == text.replace("'G' # v\n", "'G2' # v\n    sdg: [\"5\"]\n  - id: h\n    title: H\n")


def test_a_global_goal_is_written_as_those_beside_it() -> None:
    found = folder(plan=HEAD, goals__g="id: g\ntitle: G\nsdg: [5, 11]\n")
    done = rewritten(found, plan(goals=[goal("g", "G", sdg=[5, 16, 11])]))
    assert done["goals/g.yaml"].decode() == "id: g\ntitle: G\nsdg: [5, 16, 11]\n"


def test_a_year_comes_among_the_years() -> None:
    text = "id: g\ntitle: G\nindicators:\n- id: i\n  name: I\n  targets:\n    # nu\n    2023: {max: 5}\n" \
           "    2026: {max: 3}\n"
    new = plan(goals=[goal("g", "G", indicators=[indicator("i", "I", targets={
        "2023": {"max": 4}, "2025": {"max": 3.5}, "2026": {"max": 3}})])])
    done = rewritten(folder(plan=HEAD, goals__g=text), new)
    assert done["goals/g.yaml"].decode() == text.replace("{max: 5}\n", "{max: 4}\n    2025:\n      max: 3.5\n")


def test_what_no_edit_can_do_is_laid_out_anew_with_its_comments() -> None:
    text = "# om g\n? id\n: g\n? title # c\n: G\nterm: T # d\n"
    done = rewritten(folder(plan=HEAD, goals__g=text), plan(goals=[goal("g", "G", sdg=["1"], term="T")]))
    assert read_back(done) is not None
    assert set(re.findall("# .*", done["goals/g.yaml"].decode())) == {"# om g", "# c", "# d"}


def test_a_plan_that_cannot_be_is_refused() -> None:
    twice = plan(goals=[goal("g")]).model_copy(update={"goals": plan(goals=[goal("g"), goal("g")]).goals})
    with pytest.raises(PlanError):
        rewritten(folder(plan=HEAD), twice)
