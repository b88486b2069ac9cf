"""A decision as the message of a commit: what was adopted, by whom and when, and what was not."""

import textwrap
from collections.abc import Iterator

from strategiplan import messages
from strategiplan.model.plan import Plan
from strategiplan.model.revision import DecisionRecord
from strategiplan.render.collision_view import Telling
from strategiplan.render.minutes_view import citation
from strategiplan.render.terminal import rendered
from strategiplan.render.terminal_adoption import outcome_lines
from strategiplan.revisions.adoption import Settled

_SUBJECT, _BODY = 72, 76


def commit_message(telling: Telling, settled: Settled, record: DecisionRecord, plan: Plan, name: str) -> str:
    """A subject of at most 72 signs, the decision's citation, and what became of every proposal."""
    subject = messages.text("adopt.subject", telling.lang, title=plan.title, name=name)
    if len(subject) > _SUBJECT:
        subject = textwrap.shorten(subject, _SUBJECT, placeholder="…")
    return "\n".join([subject, "", *_body(telling, settled, record)]) + "\n"


def _body(telling: Telling, settled: Settled, record: DecisionRecord) -> Iterator[str]:
    cited = citation(telling, record)
    if cited:
        yield from textwrap.wrap(cited, _BODY)
    yield messages.text("adopt.based-on", telling.lang, base=telling.base.name)
    yield ""
    yield rendered(outcome_lines(telling, settled), _BODY).rstrip("\n")
