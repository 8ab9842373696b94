"""The site, built once: it needs nothing from elsewhere, and every link and anchor of it is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

from tests.docs.pages import PAGES, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

pytest.importorskip("mkdocs", reason="the site needs Python 3.11 or newer")

from mkdocs.exceptions import Abort

from tools.site.__main__ import build_site
from tools.site.pages import lay_out

SHAPES = {"h1", "h2", "h3", "h4", "ol", "ul", "li", "pre", "table", "th", "td", "strong", "em"}
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}


@dataclass
class Html(HTMLParser):
    """What a page of the site is linked at, links to and loads, and its titles."""

    text: str
    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)
    is_article: bool = False
    is_title: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_article |= tag == "article"
        self.is_title = ("class", "filename") in attrs
        if self.is_article and tag in SHAPES:
            self.shown.append(f"<{tag}>")
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif (tag, name) in LOADED:
                self.loaded.add(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.add(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_article &= tag != "article"
        self.is_title = False

    def handle_data(self, data: str) -> None:
        if self.is_article and not self.is_title:
            self.shown += data.replace("\N{PILCROW SIGN}", "").split()

    @property
    def article(self) -> str:
        """What a reader sees, without blanks and the titles of blocks, and where headings, lists and tables begin."""
        return "".join(self.shown)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("site")
    build_site(ROOT, built)
    return built


@pytest.fixture(scope="module")
def site(folder: Path) -> dict[Path, Html]:
    # The page for what is not found is one for a server, whose root it takes for its own.
    return {path: Html(path.read_text()) for path in folder.rglob("*.html") if path.name != "404.html"}


def page_of(path: Path, folder: Path) -> Path:
    """Return where a page of the repository is in the site."""
    return folder / path.relative_to(ROOT).with_name(path.name.replace("README", "index")).with_suffix(".html")


def inside(page: Path, addresses: Iterable[str]) -> dict[str, tuple[Path, str]]:
    """Return the file and the anchor of each address that is not one of elsewhere."""
    parts = {address: urlsplit(address) for address in addresses}
    return {
        address: ((page.parent / unquote(each.path)).resolve() if each.path else page, each.fragment)
        for address, each in parts.items()
        if not each.netloc
    }


def test_every_page_of_the_repository_is_one_of_the_site(folder: Path, site: dict[Path, Html]) -> None:
    pages = {page_of(path, folder) for path in PAGES}

    assert set(site) == {*pages, folder / "examples" / "index.html"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_shows_what_a_view_of_the_repository_shows(path: Path, folder: Path, site: dict[Path, Html]) -> None:
    viewed = Html(f"<article>{MarkdownIt('commonmark').enable('table').render(path.read_text())}</article>")

    assert site[page_of(path, folder)].article == viewed.article


def test_every_link_leads_to_a_file_and_an_anchor_of_the_site(site: dict[Path, Html]) -> None:
    lost = [
        f"{page}: {address}"
        for page, html in site.items()
        for address, (file, anchor) in inside(page, html.links | html.loaded).items()
        if not file.is_file() or (anchor and anchor not in site[file].ids)
    ]

    assert lost == []


def test_a_page_has_one_title(site: dict[Path, Html]) -> None:
    assert {page: html.article[:9] for page, html in site.items() if html.article.count("<h1>") != 1} == {}


def test_every_page_is_in_the_navigation_of_every_other(site: dict[Path, Html]) -> None:
    for page, html in site.items():
        assert set(site) <= {file for file, _ in inside(page, html.links).values()}


def test_nothing_is_loaded_from_elsewhere(folder: Path, site: dict[Path, Html]) -> None:
    styles = [path.read_text() for path in folder.rglob("*.css")]
    loaded = [
        *(address for html in site.values() for address in html.loaded),
        *(match[1] for text in styles for match in re.finditer(r"""(?:url\(|@import )["']?([^"')]+)""", text)),
    ]

    assert len(loaded) > 100
    assert [address for address in loaded if urlsplit(address).netloc] == []


def test_a_page_is_found_without_a_server(folder: Path, site: dict[Path, Html]) -> None:
    assert "unanchored-actor" in (folder / "search" / "search_index.js").read_text()
    assert all(any(address.endswith("assets/iframe-worker.js") for address in html.loaded) for html in site.values())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one page of each kind."""
    files = {
        **dict.fromkeys(("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "docs/rules.md"), "# Page"),
        "docs/README.md": "# Docs\n\n"
        "- [Rules](rules.md)\n- [Apps](../examples/)\n- [New](../CHANGELOG.md)\n- [Yours](../CONTRIBUTING.md)\n",
        "examples/one_app/app.py": '"""An app."""\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_link_to_a_folder_or_an_example_leads_to_its_page(repository: Path, tmp_path: Path) -> None:
    (repository / "README.md").write_text("# A\n\n[b](docs/) [c](examples/) [d](examples/one_app/app.py)\n")

    build_site(repository, tmp_path / "site")
    links = Html((tmp_path / "site" / "index.html").read_text()).links
    assert {"docs/index.html", "examples/index.html", "examples/index.html#one-app"} <= links


@pytest.mark.parametrize("has_git", [True, False], ids=["git", "no-git"])
def test_what_a_run_leaves_in_an_example_is_not_shown(repository: Path, tmp_path: Path, *, has_git: bool) -> None:
    if has_git:
        for command in (["init", "--quiet"], ["add", "."]):
            subprocess.run(["git", "-C", repository, *command], check=True)
        (repository / "examples" / "one_app" / "left.json").write_text("{}")
    (repository / "examples" / "one_app" / "cdk.out").mkdir()
    (repository / "examples" / "one_app" / "cdk.out" / "manifest.json").write_text("{}")
    (tmp_path / "pages").mkdir()

    lay_out(repository, tmp_path / "pages")

    shown = (tmp_path / "pages" / "examples" / "README.md").read_text()
    assert re.findall(r"^`([^`]+)`$", shown, re.MULTILINE) == ["examples/one_app/app.py"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("docs/guides/#run-the-python", "docs/guides/README.md#run-the-python"),
        ("docs/guides", "docs/guides/README.md"),
        ("examples/one_app/app.py#L1", "examples/README.md#one-app"),
        ("docs/rules.md#wh201", "docs/rules.md#wh201"),
        ("#install", "#install"),
    ],
)
def test_a_link_of_a_page_leads_to_a_page(repository: Path, tmp_path: Path, link: str, expected: str) -> None:
    (repository / "README.md").write_text(f"[there]({link})\n")
    (repository / "docs" / "guides").mkdir()
    (repository / "docs" / "guides" / "README.md").write_text("# Guides\n")
    (tmp_path / "pages").mkdir()

    lay_out(repository, tmp_path / "pages")

    assert (tmp_path / "pages" / "README.md").read_text() == f"[there]({expected})\n"


def test_the_pages_are_utf_8_whatever_the_locale_is(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tools.site.pages import lay_out; from tools.site.navigation import "
    )
    code += "navigation; lay_out(Path(), Path(sys.argv[1])); navigation(Path(sys.argv[1]))"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, env=environment, check=True)

    assert (tmp_path / "LICENSE").is_file()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("docs/orphan.md", "# Orphan\n"),
        ("README.md", "# A\n\n[b](nowhere.md)\n"),
        ("README.md", "# A\n\n[b](docs/rules.md#nowhere)\n"),
        ("README.md", "# A\n\n[b](webhook_constructs/core/patterns/pattern.py)\n"),
    ],
    ids=["page-outside-navigation", "page", "anchor", "file-that-is-no-page"],
)
def test_what_leads_nowhere_stops_the_build(repository: Path, tmp_path: Path, page: str, text: str) -> None:
    (repository / page).write_text(text)

    with pytest.raises(Abort, match="Aborted with 1 warnings in strict mode!"):
        build_site(repository, tmp_path / "site")
