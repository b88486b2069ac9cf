"""`make docs`: the reference pages, written from the code. A test compares them with what is in the repository.

Everything here is read off the program: commands from the command line itself, rules from their table and docstrings,
files from the JSON Schemas, changes from the closed list of kinds.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from strategiplan.cli.app import app
from strategiplan.formats import json_schema
from strategiplan.formats.changes import VERSION
from strategiplan.formats.changes_schema import changes_schema
from strategiplan.messages import catalogue
from strategiplan.revisions.changes import _EFFECTS, Kind
from strategiplan.rules import RULES, Rule

DOCS = Path(__file__).parents[1] / "docs"
NOTICE = "<!-- Written by `make docs`. Change the code or its texts, not this page. -->"
LANGUAGES = ("sv", "en")

EXIT_CODES = """\
| code | means |
| --: | --- |
| 0 | nothing is wrong |
| 1 | errors (warnings too with `--strict`), a plan that does not load, differences with `--exit-code`, conflicts |
| 2 | a wrong question: no such plan, no such option, a file that cannot be written |
| 3 | a fault in the program; the message names a log file to send to its developers |
| 130 | interrupted |
"""


def pages() -> dict[str, str]:
    """Every generated file under `docs/`, by path from there."""
    return {
        "reference/cli.md": cli(),
        "reference/rules.md": rules(),
        "reference/files.md": files(),
        "reference/changes.md": changes(),
        "reference/changes.schema.json": json.dumps(changes_schema(), ensure_ascii=False, indent=2) + "\n",
    }


def commands(group: Any = None, above: str = "strategiplan") -> Iterator[tuple[str, Any]]:
    """Every command with its full name, in the order of `--help`."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield f"{above} {name}", command
        if hasattr(command, "commands"):
            yield from commands(command, f"{above} {name}")


def cli() -> str:
    """The page on commands."""
    parts = [
        NOTICE,
        "# Commands\n\nWhat each command takes, as `--help` says it. "
        "PLAN is `2023`, `karlstad/2023`, a path, or `REV:PLAN` for a plan in a git revision (`HEAD~1:2023`). "
        "Output is in the plan's own language unless `--lang`, or else the variable `STRATEGIPLAN_LANG`, says another. "
        "The answer goes to stdout, everything else to stderr.",
        "## Exit codes\n\n" + EXIT_CODES.rstrip(),
    ]
    for name, command in commands():
        context = command.context_class(command, info_name=name)
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        parts.append(f"## {name}\n\n{paragraphs(command.help)}\n\n```text\n{usage}\n```")
        for kind, title in (("argument", "Argument"), ("option", "Option")):
            rows = [parameter(p) for p in command.params if p.param_type_name == kind and not p.hidden]
            if rows:
                parts.append(table((title, "Values", "What it does"), rows))
    whole = typer.main.get_command(app)
    parts.append("## strategiplan without a command")
    parts.append(table(("Option", "Values", "What it does"), [parameter(p) for p in whole.params]))
    return joined(parts)


def parameter(given: Any) -> tuple[str, str, str]:
    """A row about an argument or an option."""
    is_option = given.param_type_name == "option"
    name = ", ".join(f"`{o}`" for o in (*given.opts, *given.secondary_opts)) if is_option \
        else f"`{given.metavar or given.name.upper()}`"
    choices = getattr(given.type, "choices", None)
    values = " ".join(f"`{c}`" for c in choices) if choices else ""
    if not values and is_option and not given.is_flag:
        values = f"`{given.metavar or ('NUMBER' if 'Int' in type(given.type).__name__ else 'TEXT')}`"
    default = getattr(given.default, "value", given.default)
    told = given.help or ""
    if default not in (None, False, True, ()):
        told += f" Default: `{default}`."
    if given.multiple:
        told += " May be given several times."
    return name, values, told


def rules() -> str:
    """The page on rules and on what the reader of files refuses."""
    parts = [
        NOTICE,
        "# Rules\n\n"
        "Every rule with its severity, what it says in Swedish and English, why it is there, and what to do. "
        "`strategiplan rules CODE` shows the same in the terminal. "
        "A severity can be changed, and a finding silenced with a reason: see "
        "[Tysta en anmärkning med skäl](../howto/tysta-en-anmarkning.md). "
        "How the rules were chosen is in [About the rules](../explanation/rules.md).",
    ]
    group = ""
    for rule in RULES:
        if rule.check.__module__ != group:
            group = rule.check.__module__
            about = (sys.modules[group].__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
            parts.append(f"## {group.rpartition('.')[2].capitalize()}\n\n{about}")
        parts.append(rule_entry(rule))
    parts.append(
        "## Faults in files\n\n"
        "What the reader of files and the model refuse. These are errors, except the byte order mark, which is a "
        "warning. They are no rules and have no severity to change."
    )
    codes = [key.removeprefix("fault.") for key in catalogue("en") if key.startswith("fault.")]
    rows = [(f"`{code}`", *(cell(catalogue(lang)[f"fault.{code}"]) for lang in LANGUAGES)) for code in codes]
    parts.append(table(("Code", "Svenska", "English"), rows))
    return joined(parts)


def rule_entry(rule: Rule) -> str:
    """One rule."""
    why, _, fix = rule.documentation.partition("Fix:")
    base = "; asked only of a revision whose `base` exists" if rule.needs_base else ""
    said = [f"- {lang}: {catalogue(lang)[f'rule.{rule.code}']} – *{catalogue(lang)[f'fix.{rule.code}']}*"
            for lang in LANGUAGES]
    lines = [f"### {rule.code}", "", f"**{rule.severity}**{base}", "", paragraphs(why), "", f"Fix: {paragraphs(fix)}"]
    return "\n".join([*lines, "", *said])


def files() -> str:
    """The page on kinds of files and their keys."""
    classes = {lang: described(lang) for lang in LANGUAGES}
    roots = {model.__name__: kind for kind, model in json_schema.KINDS.items()}
    parts = [
        NOTICE,
        "# Files and keys\n\n"
        "Every kind of file and every key, as the JSON Schemas have them (`strategiplan schema KIND`). "
        "Keys are English and the same for everybody; how a level is called is said under `terms` in `plan.yaml`. "
        "A key that is not listed is an error, except under `meta`. Dates are written `2027-12-31`.\n\n"
        "*Varje slag av fil och varje nyckel, med förklaring på svenska och engelska.*",
        "## Kinds of files",
        table(
            ("Kind", "Where under the folder of plans", "Svenska", "English"),
            [
                (
                    f"[{kind}](#{anchor(name)})",
                    ", ".join(f"`{glob}`" for glob in json_schema.GLOBS[kind]),
                    *(cell(catalogue(lang)[f"schema.file.{kind}"]) for lang in LANGUAGES),
                )
                for name, kind in roots.items()
            ],
        ),
        "An area's goals are the other `.yaml` files in its folder, and areas may lie in areas. "
        "What has a file of its own may also stand inline in the file above it, but not in both.",
    ]
    for name in [*roots, *sorted(set(classes["en"]) - set(roots))]:
        parts.append(f"## {name}\n\n{classes['en'][name]['description']}\n*{classes['sv'][name]['description']}*")
        parts.append(table(("Key", "Value", "Required", "Svenska", "English"), list(keys(name, classes))))
    return joined(parts)


def described(language: str) -> dict[str, Any]:
    """Every class of the files by name, with its texts."""
    found: dict[str, Any] = {}
    for kind, model in json_schema.KINDS.items():
        whole = json_schema.schema(kind, language)
        found |= whole.pop("$defs")
        found[model.__name__] = whole
    return found


def keys(name: str, classes: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The rows of a class: its keys, and the named keys of a table in it."""
    required = classes["en"][name].get("required", ())
    for key, schema in classes["en"][name]["properties"].items():
        swedish = classes["sv"][name]["properties"][key]
        yield f"`{key}`", value(schema), "yes" if key in required else "", cell(swedish["description"]), \
            cell(schema["description"])
        for inner, held in schema.get("properties", {}).items():
            yield f"`{key}.{inner}`", value(held), "", cell(swedish["properties"][inner]["description"]), \
                cell(held["description"])


def value(schema: Mapping[str, Any]) -> str:
    """What may stand as a key's value, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{anchor(name)})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " ".join(f"`{choice}`" for choice in schema["enum"] if choice is not None)
    for several in ("anyOf", "oneOf"):
        if several in schema and "properties" not in schema:
            return " or ".join(dict.fromkeys(value(s) for s in schema[several] if s != {"type": "null"}))
    held = schema.get("type", "anything")
    types = [held] if isinstance(held, str) else [t for t in held if t != "null"]
    if "array" in types:
        return f"list of {value(schema['items'])}" + (", or one" if "string" in types else "")
    if "object" in types:
        for pattern, inner in schema.get("patternProperties", {}).items():
            return f"by {'year' if '19|20' in pattern else 'id'}: {value(inner)}"
        return "a table" if isinstance(schema.get("additionalProperties"), bool) or "properties" in schema \
            else f"a table of {value(schema.get('additionalProperties', {}))}"
    if schema.get("format") == "date":
        return "date"
    if schema.get("maximum") == 2199:
        return "year"
    if schema.get("pattern", "").startswith("^[a-z][a-z0-9]*(-"):
        return "id"
    return " or ".join({"string": "text"}.get(t, t) for t in types)


# What each kind of change means, to a Swedish and an English reader.
KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.ADDED: ("något nytt tillkommer", "something new comes in"),
    Kind.REMOVED: ("något utgår och inget tar vid", "something leaves and nothing takes over"),
    Kind.RENAMED: ("en titel, ett namn eller en rubrik ändras", "a title, a name or a heading changes"),
    Kind.TEXT_CHANGED: ("en löpande text ändras", "a running text changes"),
    Kind.VALUE_CHANGED: ("ett värde ändras: datum, tal, lista", "a value changes: a date, a number, a list"),
    Kind.MOVED: ("något flyttas till en annan plats i trädet", "something moves to another place in the tree"),
    Kind.REORDERED: ("något byter plats bland sina syskon", "something changes places among its siblings"),
    Kind.REPLACED: ("något ersätts av något annat", "something is replaced by something else"),
    Kind.SPLIT: ("något delas upp i flera", "something is split into several"),
    Kind.MERGED: ("något går upp i något annat", "something is merged into something else"),
    Kind.ABSORBED: ("ett mål blir en indikator under ett annat mål", "a goal becomes an indicator of another goal"),
    Kind.PROMOTED: ("en indikator eller text blir ett mål", "an indicator or a text becomes a goal"),
    Kind.DELEGATED: ("ett mål blir ett uppdrag till en nämnd", "a goal becomes an assignment to a body"),
    Kind.CONFIRMED: ("något sägs uttryckligen kvarstå", "something is expressly said to stay"),
    Kind.PROMISED: ("innehåll är utlovat", "content is promised"),
    Kind.EDITORIAL: ("en rättelse som bara rör språket", "a correction of the language only"),
}


def changes() -> str:
    """The page on change sets as JSON."""
    rows = [(f"`{kind}`", f"`{_EFFECTS[kind]}`", *KINDS[kind]) for kind in Kind]
    return joined([
        NOTICE,
        "# Change sets as JSON\n\n"
        "What `strategiplan diff OLD NEW --format json` writes. "
        f"The form is version {VERSION} and is described by [changes.schema.json](changes.schema.json).",
        "## Kinds and effects\n\n"
        "The kind is for readers; the effect is what applying the change does to the tree. "
        "The list is closed.",
        table(("Kind", "Effect", "Svenska", "English"), rows),
        "## One change",
        table(("Key", "What it holds"), [
            ("`id`", "`address:effect`, for example `trygg-och-saker.description:set`. It holds the effect and not the "
                     "kind, so a decision still names its change when somebody adds a fate to the note."),
            ("`kind`, `effect`", "See above."),
            ("`address`", "The node's id, then after a full stop the field, then for a table the key: "
                          "`avstar-ga-ut-ensam.targets.2026`. The plan itself is `plan`."),
            ("`old`, `new`", "The values of a field; for `add` and `remove` the whole node as `{type, fields}`, less "
                             "its children, which are changes of their own. Absent when there was or is nothing."),
            ("`old-place`, `new-place`", "Where the node sat or sits: `parent`, the `slot` in it, and the sibling that "
                                         "it comes `after` (null: first)."),
            ("`note`", "The note of `revision.yaml` that is about the change: motivation, fate and the rest."),
            ("`inherited`", "True when the note was given for the node around this one, or for what this came from."),
            ("`runs`", "For a text, the comparison word by word: `[sign, text]` with `=`, `+` or `-`, and a number "
                       "that two runs share when a passage moved within the text."),
        ]),
        "`counts` says how many changes there are of each kind, `nodes` how many nodes differ, and `stale-notes` holds "
        "notes whose change is gone.",
    ])


def anchor(heading: str) -> str:
    """The link target that a heading gets."""
    kept = "".join(c for c in heading.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def cell(text: str) -> str:
    """A text as it may stand in a table's cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def paragraphs(text: str) -> str:
    """A docstring with each paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def table(head: tuple[str, ...], rows: list[Any]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def joined(parts: list[str]) -> str:
    """Parts of a page with an empty line between them."""
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Write every page that differs, and name it."""
    for name, text in pages().items():
        path = DOCS / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(path.relative_to(DOCS.parent))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
