"""Import workbooks through the real page, one for each line on standard input; says when done."""

import re
import sys
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.browser import launch

_PATIENCE_MS = 60_000


def import_file(page: Page, file: str) -> None:
    """Send a file in and save all of it; the page is left ready for the next."""
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=re.compile("^Lagre alt")).click()
    page.get_by_role("button", name=re.compile("^Lagre alt")).wait_for(state="detached")
    page.get_by_text(f"«{Path(file).name}» er lagret").first.wait_for()


def main(argv: Sequence[str]) -> int:
    """Open the page at `argv[0]`, and import the files that follow in turn, as they are asked."""
    address, *files = argv
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(f"{address}/rediger")
        page.get_by_role("radio", name="Importer").or_(
            page.get_by_role("button", name="Importer")
        ).first.click()
        page.locator("input[type=file]").wait_for(state="attached")
        print("ready", flush=True)
        for _line, file in zip(sys.stdin, cycle(files), strict=False):
            start = time.perf_counter()
            import_file(page, file)
            print(f"{time.perf_counter() - start:.2f}", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
