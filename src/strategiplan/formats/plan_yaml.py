"""A whole plan, and what is said of a revision, as canonical files."""

from strategiplan.model.revision import Revision
from strategiplan.store.filing import data_of, plan_files
from strategiplan.store.layout import written

__all__ = ["plan_files", "revision_file"]


def revision_file(revision: Revision) -> bytes:
    """What `revision.yaml` holds."""
    return written(data_of(revision), "revision").encode()
