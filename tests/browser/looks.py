"""What a page looks like, measured: whether it fits its window, and what axe-core finds (WCAG 2.2 A and AA)."""

from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SKELETON = (Path(__file__).parent / "skeleton.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast"]
"""The rules that a change of the theme can break."""


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    page.wait_for_load_state()
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wider} px"] if wider > 0 else []


def violations(page: Page, rules: list[str] = RULES, within: str = "html") -> list[str]:
    """What axe-core finds, one line for each element; `rules` are tags of standards, or names of rules, asked of the part `within`."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    run = "([rules, within]) => axe.run(within, {runOnly: rules, resultTypes: ['violations'], preload: false})"
    found = page.evaluate(run, [rules, within])
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


class Judged:
    """The kinds of page in which axe-core found nothing, one file each in `folder`, so that all workers of a run share them.

    A verdict hangs on elements, classes and states, not on words: a page whose parts were all judged with the same rules in the same window
    and theme would be judged again alike. See skeleton.js for what makes two parts the same.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def violations(self, page: Page, looked_at: str, rules: list[str] = RULES) -> list[str]:
        """What axe-core finds on a page not like one judged before; `looked_at` says in which window and theme."""
        new = self._new(page, looked_at)
        if not new:
            return []
        # The menu is longer than most pages; where all of it was judged before, <main> alone is asked.
        found = violations(page, rules, "html" if any(part.startswith("around") for part in new) else "main")
        for mark in [] if found else new.values():
            mark.touch()
        return found

    def knows(self, page: Page, looked_at: str) -> bool:
        return not self._new(page, looked_at)

    def _new(self, page: Page, looked_at: str) -> dict[str, Path]:
        """The parts of the page that were not judged yet, each with the file that will say it was."""
        page.wait_for_load_state()
        marks = {part: self.folder / sha256(f"{looked_at} {part}".encode()).hexdigest() for part in page.evaluate(SKELETON)}
        return {part: mark for part, mark in marks.items() if not mark.exists()}
