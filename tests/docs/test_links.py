"""Every link of a page leads somewhere in the repository, and every page is found from the README."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.docs.pages import PAGES, ROOT, anchors, bare_addresses, links

INSIDE = [link for page in PAGES for link in links(page) if not link.is_outside]
OUTSIDE = [link for page in PAGES for link in links(page) if link.is_outside]


def test_every_link_leads_to_a_file_or_a_folder() -> None:
    assert len(INSIDE) > 100
    assert [str(link) for link in INSIDE if not link.file.exists()] == []


def test_every_anchor_is_a_heading_of_its_page() -> None:
    to_headings = [link for link in INSIDE if link.anchor]

    assert len(to_headings) > 50
    assert [str(link) for link in to_headings if link.anchor not in anchors(link.file)] == []


def test_a_link_outside_is_encrypted_and_names_nobody() -> None:
    addresses = {str(link): urlsplit(link.target) for link in OUTSIDE}

    assert [link for link, url in addresses.items() if url.scheme != "https" or url.username or url.port] == []


def test_every_address_is_a_link() -> None:
    assert {page: bare for page in PAGES if (bare := bare_addresses(page))} == {}


def test_every_page_is_two_clicks_from_the_readme_at_most() -> None:
    reached = {ROOT / "README.md"}
    for _ in range(2):
        targets = {link.file for page in reached for link in links(page) if not link.is_outside}
        reached |= {target / "README.md" if target.is_dir() else target for target in targets} & set(PAGES)

    assert sorted(set(PAGES) - reached) == []
