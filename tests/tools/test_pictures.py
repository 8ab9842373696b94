"""The pictures are whole SVG files that ask the network for nothing and say in words what they show."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tools.pages import DOCS, PAGES

PICTURES = sorted(name for name in PAGES if name.endswith(".svg"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_well_formed_and_has_a_title(name: str) -> None:
    root = ET.fromstring(PAGES[name]())

    assert root.tag == f"{SVG}svg"
    assert len(root.findtext(f"{SVG}title") or "") > 40


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_names_no_address(name: str) -> None:
    text = PAGES[name]().replace("http://www.w3.org/2000/svg", "")

    assert re.findall(r"https?:|url\((?!#)|href|@import|<script", text) == []


def test_every_picture_is_shown_with_a_text_alternative() -> None:
    pages = "".join(page.read_text() for page in (DOCS.parent / "README.md", *DOCS.rglob("*.md")))
    shown = {name: alternative for alternative, name in re.findall(r"!\[([^\]]*)\]\([^)]*?(pictures/[^)]+)\)", pages)}

    assert sorted(shown) == PICTURES
    assert [name for name, alternative in shown.items() if len(alternative) < 40] == []


def test_the_recording_shows_each_line_of_each_command_of_the_readme() -> None:
    blocks = re.findall(r"^```console\n(.*?)^```$", (DOCS.parent / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    root = ET.fromstring(PAGES["pictures/terminal.svg"]())
    shown = [["".join(text.itertext()) for text in screen.iter(f"{SVG}text")] for screen in root.iter(f"{SVG}g")]

    assert shown == [[line for line in block.splitlines() if line] for block in blocks]
