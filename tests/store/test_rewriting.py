"""Another plan in a plan's files: it reads back, and what is the same stays the same bytes, comments and all."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plans import plans
from tests.store.filed import filed, lost_comments, read_back

from strategiplan.model import Plan
from strategiplan.model.tree import walk
from strategiplan.store.edit import PlanFile
from strategiplan.store.excerpts import excerpt
from strategiplan.store.files import FileSet
from strategiplan.store.filing import plan_files
from strategiplan.store.origins import origins
from strategiplan.store.rewriting import rewritten, tree_files

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEWER = settings(LAW, max_examples=settings.default.max_examples // 2)


def after(found: FileSet, new: Plan, *donors: FileSet) -> FileSet:
    return FileSet(found.label, rewritten(found, new, donors), single=found.single)


def revision_in(found: FileSet) -> bytes:
    if not found.single:
        return found.files["revision.yaml"]
    return excerpt(PlanFile(found.files["plan.yaml"], "single"), ("revision",), "revision").content


@LAW
@given(plans(), plans(), st.data())
def test_what_is_written_is_read_and_keeps_its_comments(old: Plan, new: Plan, data: st.DataObject) -> None:
    found = data.draw(filed(old))
    done = after(found, new)
    assert read_back(done.files, done.single) == new
    assert lost_comments(old, found, new, done) == {}
    assert revision_in(done) == revision_in(found)


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
