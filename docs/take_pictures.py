"""Take the pictures in `docs/pictures/` of the real app; run with the app's address.

.venv/bin/python docs/take_pictures.py http://localhost:8501
"""

import os
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "pictures"
SIX_OF_AURE = "nnbt,bygdevekst,ikt-orkide,legevakt-aure-smola-heim,nibr,krisesenter-nordmore"
PAGES = {
    "oversikt": "/",
    "en-avtale": "/kart?avtale=legevakt-aure-smola-heim",
    "legevakt": "/kart?tjeneste=legevakt",
    "brann": "/kart?tjeneste=brann",
    "seks-for-aure": f"/kart?avtale={SIX_OF_AURE}",
    "alt": "/kart",
    "dekning": "/dekning",
    "dekning-aure-plan": "/dekning?celle=1576-plan",
    "tildelingskontor": "/dekning?tjeneste=tildelingskontor",
    "kommune-smola": "/kommune?kommune=1573",
    "kommune-aure-plan": "/kommune?kommune=1576&celle=1576-plan",
    "scenario": "/scenario?steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576",
    "analyse": "/analyse?sammenlign=1573,1576,1505",
    "avtaler": "/avtaler",
    "avtale": "/avtaler?avtale=legevakt-aure-smola-heim",
    "presentasjon": "/presentasjon?scene=3",
    "former": "/organisasjonsform",
    "former-side-om-side": "/organisasjonsform?form=iks,vertskommune-adm",
    "veiviser": "/organisasjonsform?fane=veiviser&svar=a2b1c2",
    "veiviser-resultat": "/organisasjonsform?fane=veiviser&svar=a2b1c2d1e1f1g1h1&tjeneste=okonomi",
    "slik-gjor-vi-det-her": "/organisasjonsform?fane=her&tjeneste=brann",
    "avtalen-ma-si": "/organisasjonsform?fane=innhold&form=iks",
    "politisk-styring": "/organisasjonsform?fane=styring",
    "samarbeidsjekk": "/samarbeidsjekk",
    "om": "/om",
}
# Shown in both sizes and themes; the others in the light of day.
DARK_TOO = ("oversikt", "en-avtale", "legevakt", "brann", "seks-for-aure", "alt", "dekning")
SIZES = ((1440, 900), (1920, 1080))
THEMES = {"light": "lys", "dark": "mork"}


def main(address: str) -> None:
    """Open each page in each size and theme, and keep what it looks like in few colours."""
    chromium = os.environ.get("SAMARBEIDSKART_CHROMIUM") or shutil.which("chromium")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for theme, word in THEMES.items():
            for width, height in SIZES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=theme
                )
                page = context.new_page()
                for name, path in PAGES.items():
                    if theme == "dark" and name not in DARK_TOO:
                        continue
                    page.goto(address + path)
                    page.locator("[data-test-script-state=notRunning]").wait_for()
                    maps = "iframe[title*=folium]"
                    if page.locator(maps).count():
                        frame = page.frame_locator(maps).last
                        frame.locator("svg.signs .name").first.wait_for(state="attached")
                    page.wait_for_timeout(1500)
                    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
                    few = picture.quantize(255, dither=Image.Dither.NONE)
                    few.save(FOLDER / f"{name}-{width}-{word}.png", optimize=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
