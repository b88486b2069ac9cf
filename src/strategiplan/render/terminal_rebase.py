"""What has become of a proposal's changes when it was carried over to another plan, in the terminal."""

from collections.abc import Callable, Iterator

from strategiplan import messages
from strategiplan.model.dossier import Dossier
from strategiplan.model.tree import flatten
from strategiplan.render.sentences import sentences
from strategiplan.render.terminal import Line, line
from strategiplan.revisions.changes import ChangeSet
from strategiplan.revisions.reasons import Revised
from strategiplan.revisions.rebase import Carried, Rebased, State

Told = Callable[[Carried], str]


def rebase_lines(made: Rebased, name: str, onto: str, told: Told, lang: str) -> Iterator[Line]:
    """Each change in a sentence, under what has become of it."""
    yield line((messages.text("rebase.title", lang, name=name, onto=onto), "bold"))
    if not made.carried:
        yield line(messages.text("rebase.statement", lang), first="  ")
    for state in State:
        held = [one for one in made.carried if one.state is state]
        if not held:
            continue
        yield line((messages.plural(f"rebase.state.{state}", len(held), lang), "heading"))
        for one in held:
            yield line(told(one), (f" ({one.change.id})", "dim"), first="  • ", rest="    ")


def teller(base: Dossier, proposal: Dossier, lang: str) -> Told:
    """What tells a change of the proposal in a sentence, with why it does not live on."""
    old, new = flatten(base.plan), flatten(proposal.plan)

    def told(one: Carried) -> str:
        said = sentences(Revised(ChangeSet((one.change,), old, new), (), {}), base.organization, lang)
        text = said[0].text if said else str(one.change.at)
        if one.state in (State.DONE, State.LIVES):
            return text
        against = ", ".join(change.id for change in one.against)
        return f"{text} {messages.text(f'rebase.why.{one.state}', lang, changes=against)}"

    return told
