"""An organisation's pages in a site wear its look; pages of the site's own do not."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

from strategiplan.formats.starter import starter
from strategiplan.site.parts import build
from tests.site.conftest import site


def test_its_pages_wear_it_and_their_policy_lets_it_in(tmp_path: Path) -> None:
    for name, content in starter("Solstad", "sv", 2027).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "plans/solstad/theme.yaml").write_text('light: {accent: "#7a1f5c"}\n', "utf-8")
    pages = {name: content.decode() for name, content in build(site(root=tmp_path)).items() if name.endswith(".html")}
    worn = {name for name, page in pages.items() if "--accent: #7a1f5c" in page}
    assert worn == {name for name in pages if name.startswith("solstad/")} and len(worn) > 4
    for name in worn:
        (sheet,) = re.findall("<style>(.*?)</style>", pages[name], re.DOTALL)
        policy = unescape(re.findall('Content-Security-Policy" content="([^"]*)"', pages[name])[0])
        assert f"'sha256-{b64encode(sha256(sheet.encode()).digest()).decode()}'" in policy, name
