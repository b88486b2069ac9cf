"""Accepts or rejects all changes of Word files in a LibreOffice that listens on a pipe, and writes the paragraphs.

Run by the Python that LibreOffice's own bindings belong to, which is seldom the one that runs the tests:
`python3 office_resolve.py PIPE SOURCE accept|reject TARGET [SOURCE …]`.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connected(pipe: str) -> Any:
    """The services of the LibreOffice that listens, as soon as it does."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def resolved(context: Any, source: str, how: str) -> list[str]:
    """The paragraphs of a file after everything was accepted or rejected."""
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (hidden,))
    dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    command = f".uno:{how.capitalize()}AllTrackedChanges"
    dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
    found = []
    paragraphs = document.Text.createEnumeration()
    while paragraphs.hasMoreElements():
        found.append(paragraphs.nextElement().getString())
    document.close(True)
    return found


def main(pipe: str, *arguments: str) -> None:
    """Resolve file after file."""
    context = connected(pipe)
    for source, how, target in zip(*[iter(arguments)] * 3, strict=True):
        Path(target).write_text(json.dumps(resolved(context, source, how)), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
