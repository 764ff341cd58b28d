"""The guide as HTML: a question's head, what is still possible, and the result with its reasons."""

from collections.abc import Iterable

from markupsafe import Markup

from analysis.guide_questions import QUESTIONS, Question
from data.language import _
from ui.tables import item_html, table_html
from views.forms.guide import Clash, GuideView, Possible, Reason
from views.forms.guide_tables import answers_table
from views.view import Item

_EMPTY = Markup("")


def head(question: Question) -> Markup:
    """Return the progress, the question, and why it is asked."""
    number = QUESTIONS.index(question) + 1
    total = len(QUESTIONS)
    steps = _EMPTY.join(
        Markup("<i class='{}'></i>").format("on" if place <= number else "")
        for place in range(1, total + 1)
    )
    progress = _("Spørsmål {n} av {total}").format(n=number, total=total)
    text, why = question.text, question.why
    return Markup(
        "<div class='sk-guide-steps' aria-hidden='true'>{}</div><p class='sk-guide-count'>{}</p>"
        "<h2 class='sk-guide-heading' data-place='{}' tabindex='-1'>{}</h2>"
        "<p class='sk-text'><b>{}</b> {}</p>"
    ).format(steps, progress, question.letter, _(text), _("Hvorfor vi spør:"), _(why))


def question_bases(question: Question) -> Markup:
    """Return where what is said of a question is known from."""
    links = tuple(Item(basis.paragraph, basis.url) for basis in question.bases)
    return Markup("<p class='sk-small sk-guide-bases'>{} {}</p>").format(
        _("Bygger på:"), _bases(links)
    )


def standing(view: GuideView) -> Markup:
    """Return which forms the answers leave, and which they rule out."""
    total = len(view.possible) + len(view.out) - 1  # the old form was never open
    title = _("{n} av {total} former er fortsatt mulige").format(n=len(view.possible), total=total)
    lines = _EMPTY.join(
        Markup("<li><span>{}</span><b>{}</b></li>").format(one.name, _signed(one.score))
        for one in view.possible
    )
    out = _EMPTY.join(
        Markup("<li><s>{}</s> <small>{}</small></li>").format(
            one.name, item_html(one.reasons[0].bases[0])
        )
        for one in view.out
    )
    hint = _("Tallet er summen av grunner for og mot: vår vurdering.")
    return Markup(
        "<section class='sk-guide-standing' aria-live='polite'><h2 class='sk-sub'>{}</h2>"
        "<p class='sk-small'>{}</p><ol class='sk-guide-forms'>{}</ol>"
        "<h3 class='sk-sub'>{}</h3><ul class='sk-guide-out'>{}</ul></section>"
    ).format(title, hint, lines, _("Utelukket"), out)


def clashes(view: GuideView) -> Markup:
    """Return which answers do not go together and the way out; nothing where all do."""
    if not view.clashes and not view.way_out:
        return _EMPTY
    title = view.way_out or _("Svar som ikke går sammen")
    items = _EMPTY.join(map(_clash, view.clashes))
    return Markup(
        "<div class='sk-note warn sk-guide-clash' role='status'>"
        "<strong>{}</strong><ul>{}</ul></div>"
    ).format(title, items)


def _clash(one: Clash) -> Markup:
    return Markup("<li><b>{}:</b> {} <em>{}</em> <small>{}</small></li>").format(
        one.answers.capitalize(), one.text, one.way_out, _bases(one.bases)
    )


def result_head(view: GuideView) -> Markup:
    """Return the heading and lead of the result; the heading is where the focus goes."""
    return Markup(
        "<h1 class='sk-title sk-guide-heading' data-place='r' tabindex='-1'>{}</h1>"
        "<p class='sk-lead'>{}</p>"
    ).format(view.title, view.lead)


def result(view: GuideView) -> Markup:
    """Return the forms in order, the first ones in full, and what is ruled out."""
    first = view.first
    rest = view.possible[len(first) :]
    parts = [_EMPTY.join(_card(one) for one in first)]
    if rest:
        heading = _("Også mulig, men med mindre for seg")
        inside = _EMPTY.join(map(_folded, rest))
        parts.append(Markup("<h2 class='sk-sub'>{}</h2>{}").format(heading, inside))
    out = _EMPTY.join(
        Markup("<li><b>{}</b>{}</li>").format(one.name, _reasons(one.reasons)) for one in view.out
    )
    parts.append(
        Markup("<h2 class='sk-sub'>{}</h2><ul class='sk-guide-ruled'>{}</ul>").format(
            _("Utelukket, og hva som utelukker"), out
        )
    )
    return Markup("<div class='sk-guide-result'>{}</div>").format(_EMPTY.join(parts))


def paper_answers(view: GuideView) -> Markup:
    """Return the answers for paper, where the buttons that show them are not."""
    return Markup("<div class='sk-guide-paper'>{}</div>").format(
        table_html(answers_table(view.answered))
    )


def _card(one: Possible) -> Markup:
    return Markup(
        "<section class='sk-guide-card'><h2>{}. {} <span>{}</span></h2>"
        "<div class='sk-guide-sides'><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div></div>"
        "</section>"
    ).format(
        one.place,
        one.name,
        _("sum {n}").format(n=_signed(one.score)),
        _("For"),
        _reasons(one.reasons_for),
        _("Mot"),
        _reasons(one.reasons_against),
    )


def _folded(one: Possible) -> Markup:
    return Markup(
        "<section class='sk-guide-rest'><h3>{}. {} <span>{}</span></h3>{}</section>"
    ).format(
        one.place,
        one.name,
        _("sum {n}").format(n=_signed(one.score)),
        _reasons((*one.reasons_for, *one.reasons_against)),
    )


def _reasons(reasons: Iterable[Reason]) -> Markup:
    lines = _EMPTY.join(
        Markup("<li>{}{} <small>{}</small></li>").format(
            Markup("<b>{}</b> ").format(reason.weight) if reason.weight else _EMPTY,
            reason.text,
            _bases(reason.bases),
        )
        for reason in reasons
    )
    if not lines:
        return Markup("<p class='sk-small'>{}</p>").format(_("Ingen grunner så langt."))
    return Markup("<ul class='sk-guide-reasons'>{}</ul>").format(lines)


def _bases(bases: Iterable[Item]) -> Markup:
    links = Markup(" · ").join(map(item_html, bases))
    return links or Markup("<i>{}</i>").format(_("vår vurdering"))


def _signed(score: int) -> str:
    return f"{score:+d}".replace("-", "−") if score else "0"
