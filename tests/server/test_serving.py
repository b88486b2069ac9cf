"""The preview as a server: what it shows, whom it answers, what it never gives, and how it ends."""

import os
import signal
import socket
from pathlib import Path

import pytest

from strategiplan.diagnostics import UserError
from strategiplan.server import running
from tests.running import ask, spawn
from tests.server.conftest import GOAL, Served, workspace


def contents(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with when it was written."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*") if path.is_file()
    }


def test_pages_are_shown_and_nothing_is_written(still: Served) -> None:
    before = contents(still.root)
    shelves = still.ask("/")
    assert shelves.status == 200 and 'href="/plan/solstad/2027-forslag"' in shelves.text
    assert "Uttalande om " in shelves.text
    plan = still.ask("/plan/solstad/2027")
    assert plan.status == 200 and "Solstad" in plan.text and "Förhandsvisning" in plan.text
    pages = [still.ask(f"/revision/solstad/2027-forslag?view={view}") for view in ("revision", "columns", "changes")]
    assert [page.status for page in pages] == [200, 200, 200] and len({page.text for page in pages}) == 3
    assert "<ins" in pages[0].text
    explicit = still.ask("/revision/solstad/2027-forslag?from=solstad/2027")
    assert explicit.text == pages[0].text
    assert still.ask("/revision/solstad/2027?from=solstad/2027-forslag").status == 200
    assert contents(still.root) == before


def test_a_page_is_the_published_one_with_a_row_above_it(still: Served, tmp_path: Path) -> None:
    assert ask("render", "2027", "-o", str(tmp_path / "plan.html"), cwd=still.root).code == 0
    published = (tmp_path / "plan.html").read_text("utf-8")
    main = published[published.index("<main") : published.index("</main>")]
    assert main in still.ask("/plan/solstad/2027").text


def test_every_answer_carries_what_keeps_it_here(still: Served) -> None:
    for path in ("/", "/plan/solstad/2027", "/plan/nowhere", "/favicon.ico", "/plan/%00"):
        got = still.ask(path)
        assert got.headers["cache-control"] == "no-store" and got.headers["x-frame-options"] == "DENY"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "server" not in got.headers and "access-control-allow-origin" not in got.headers
        if "html" in got.headers.get("content-type", ""):
            policy = got.headers["content-security-policy"]
            assert "default-src 'none'" in policy and "connect-src 'self'" in policy and "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy and policy.count("script-src") == 1
            assert "Content-Security-Policy" not in got.text


@pytest.mark.parametrize("host", [
    "attacker.example", "attacker.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.attacker.example",
    "127.0.0.1:{port}@attacker.example", "[::1]:{port}", "", "LOCALHOST.:{port}",
])
def test_another_name_is_refused(still: Served, host: str) -> None:
    """What a page elsewhere would send, whose name has been made to lead to 127.0.0.1."""
    got = still.ask("/plan/solstad/2027", Host=host.format(port=still.port))
    assert got.status == 400 and "Solstad" not in got.text


def test_its_own_names_are_answered(still: Served) -> None:
    for name in ("127.0.0.1", "localhost"):
        assert still.ask("/", Host=f"{name}:{still.port}").status == 200


def test_another_origin_is_refused(still: Served) -> None:
    for origin in ("http://attacker.example", "null", f"https://127.0.0.1:{still.port}", "http://127.0.0.1:1"):
        assert still.ask("/_events", Origin=origin).status == 403, origin
    assert still.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="iframe").status == 403
    assert still.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="script").status == 403
    assert still.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document").status == 200
    assert still.ask("/", Origin=still.address).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered(still: Served, method: str) -> None:
    assert still.ask("/plan/solstad/2027", method).status == 405


@pytest.mark.parametrize("path", [
    "/plan/../secret", "/plan/../../secret.yaml", "/plan/%2e%2e/%2e%2e/secret", "/plan/solstad/..%2f..%2f..%2fsecret",
    "/plan/solstad/2027/plan.yaml", "/plan/solstad/../solstad/2027", "/plan//solstad/2027", "/plan/{root}/secret",
    "/plan/solstad%5C..%5C2027", "/plan/HEAD:solstad/2027", "/plan/%00", "/plan/solstad/2027%00",
    "/revision/solstad/2027?from=../../secret", "/revision/solstad/2027?from={root}/secret",
    "/revision/solstad/2027?from=HEAD:solstad/2027", "/../secret.yaml", "//secret.yaml", "/secret.yaml",
    "/strategiplan.toml", "/plans/solstad/2027/plan.yaml", "/preview/preview.js",
])
def test_no_path_leads_elsewhere(still: Served, path: str) -> None:
    outside = still.root.parent / "secret"
    if not outside.exists():
        workspace(outside.parent / "other")
        (outside.parent / "other/plans/solstad/2027").rename(outside)
        head = "title: Hemligt\nperiod: {start: 2027-01-01, end: 2027-12-31}\nstatus: draft\n"
        for path_ in (outside / "plan.yaml", outside.with_suffix(".yaml")):
            path_.write_text(head)
    got = still.ask(path.format(root=outside.parent))
    assert got.status == 404, got.status
    assert "Hemligt" not in got.text and "period:" not in got.text


def test_only_this_computer_can_reach_it(still: Served) -> None:
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", still.port), timeout=5):
        pass


def test_a_view_that_is_not_there(still: Served) -> None:
    got = still.ask("/revision/solstad/2027?from=solstad/2027-forslag&view=%3Cscript%3E")
    assert got.status == 404 and "<script>&" not in got.text and "&lt;script&gt;" in got.text


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_when_told_to_while_pages_wait(served, number: int, code: int) -> None:
    preview = served("2027")
    assert preview.said.startswith("Förhandsvisning: http://127.0.0.1:")
    assert "/plan/solstad/2027 " in preview.said
    waiting = [preview.connection() for _ in range(3)]
    for connection in waiting:
        connection.request("GET", "/_events?seen=" + _version(preview))
        answer = connection.getresponse()
        assert answer.status == 200 and answer.readline() == b"retry: 700\n"
    ended, out, err = preview.end(number)
    assert (ended, out, err) == (code, "", "")
    for connection in waiting:
        connection.close()


def _version(preview: Served) -> str:
    return preview.ask("/").text.partition('data-version="')[2].partition('"')[0]


def test_an_open_page_is_told_of_a_change_and_an_old_one_at_once(served) -> None:
    preview = served()
    seen = _version(preview)
    connection = preview.connection()
    connection.request("GET", f"/_events?seen={seen}")
    answer = connection.getresponse()
    (preview.root / "utkast.txt").write_text("inget att visa")
    with (preview.root / GOAL).open("a", encoding="utf-8") as file:
        file.write("# en kommentar\n")
    lines = answer.read().decode().splitlines()
    assert lines[:3] == ["retry: 700", "", "event: changed"] and lines[3] == f"data: {_version(preview)}"
    assert _version(preview) != seen
    assert "event: changed" in preview.ask(f"/_events?seen={seen}").text
    assert "event: changed" in preview.ask("/_events?seen=an-earlier-run").text
    connection.close()


def test_settings_that_come_to_be_wrong_and_plans_that_move(served) -> None:
    preview = served()
    settings = preview.root / "strategiplan.toml"
    before, seen = settings.read_text("utf-8"), _version(preview)
    settings.write_text("planer = 1\n", "utf-8")
    assert "event: changed" in preview.ask(f"/_events?seen={seen}").text
    wrong = preview.ask("/")
    assert wrong.status == 404 and "planer" in wrong.text
    seen = _version(preview)
    (preview.root / "plans").rename(preview.root / "planer")
    settings.write_text(before.replace('plans = "plans"', 'plans = "planer"'), "utf-8")
    assert 'plans = "planer"' in settings.read_text("utf-8")
    assert "event: changed" in preview.ask(f"/_events?seen={seen}").text
    assert preview.ask("/plan/solstad/2027").status == 200
    # What has moved is still watched.
    seen = _version(preview)
    (preview.root / GOAL.replace("plans", "planer", 1)).touch()
    assert "event: changed" in preview.ask(f"/_events?seen={seen}").text


def test_a_port_that_is_taken(still: Served) -> None:
    got = ask("serve", "--no-open", "--port", str(still.port), cwd=still.root)
    assert got.code == 2 and str(still.port) in got.err and got.out == ""
    with pytest.raises(UserError):
        running._listening(still.port)


def test_without_a_port_a_free_one_is_found() -> None:
    with running._listening(None) as first, running._listening(None) as second:
        ports = {listener.getsockname() for listener in (first, second)}
        assert len(ports) == 2 and {host for host, _ in ports} == {"127.0.0.1"}


def test_a_plan_that_is_not_here(still: Served, tmp_path: Path) -> None:
    got = ask("serve", "2072", "--no-open", cwd=still.root)
    assert got.code == 2 and "menade du 2027?" in got.err
    (tmp_path / "plan.yaml").write_text("title: Plan\nperiod: {start: 2023-01-01, end: 2023-12-31}\nstatus: draft\n")
    got = ask("serve", str(tmp_path / "plan.yaml"), "--no-open", cwd=still.root)
    assert got.code == 2 and "plan.yaml" in got.err


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "watchfiles"])
def test_without_the_extra_it_says_how_to_get_it(still: Served, missing: str) -> None:
    if missing != "starlette" and not os.environ.get("STRATEGIPLAN_TORTURE"):
        pytest.skip("one is enough in the short run")
    got = spawn("serve", "--no-open", cwd=still.root, prelude=f"import sys; sys.modules[{missing!r}] = None")
    assert got.code == 2 and got.out == "" and 'pip install "strategiplan[serve]"' in got.err
    assert len(got.err.splitlines()) == 1
