"""The matrix of pairs as a table: how strongly each two municipalities are tied."""

from markupsafe import Markup, escape

from data.language import _
from views.analyse import PairMatrix
from views.words import number


def pair_matrix_html(found: PairMatrix) -> Markup:
    """Return the matrix as a table with heads; a cell's number stands in it and as its title."""
    heads = Markup("").join(
        Markup("<th scope='col'><span>{}</span></th>").format(name) for name in found.names
    )
    # 27 × 27 cells: the names are escaped once each, and what else stands here is numbers.
    names = [escape(name) for name in found.names]
    lines = []
    for at, name in enumerate(names):
        cells = "".join(
            f"<td class='p{step:d}' title='{name} – {other}: w = {number(weight, 2)}'>"
            f"{_short(weight) if at != place else ''}</td>"
            for place, (step, weight, other) in enumerate(
                zip(found.steps[at], found.weights[at], names, strict=True)
            )
        )
        lines.append(f"<tr><th scope='row'>{name}</th>{cells}</tr>")
    caption = _("Styrke w mellom alle par; de som har sterke bånd, står ved siden av hverandre")
    return Markup(
        "<div class='sk-scroll'><table class='sk-pairs'><caption>{}</caption><thead><tr><td></td>"
        "{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, heads, Markup("".join(lines)))  # noqa: S704


def _short(weight: float) -> str:
    return number(weight, 1) if weight >= 0.05 else ""
