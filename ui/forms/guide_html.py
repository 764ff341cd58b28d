"""The guide as HTML: a question's head, what is still possible, and the result with its reasons."""

from collections.abc import Iterable

from markupsafe import Markup

from analysis.guide_questions import QUESTIONS, Question
from data.language import _
from ui.tables import item_html, table_html
from views.forms.guide import Clash, GuideView, Possible, Reason
from views.forms.guide_remarks import links
from views.forms.guide_tables import answers_table
from views.view import Item
from views.words import signed

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
    return Markup("<p class='sk-small sk-guide-bases'>{} {}</p>").format(
        _("Bygger på:"), _bases(links(question.bases))
    )


def standing(view: GuideView) -> Markup:
    """Return which forms the answers leave, and which they rule out."""
    total = len(view.possible) + len(view.out) - 1  # the old form was never open
    title = _("{n} av {total} former er fortsatt mulige")
    if len(view.possible) == 1:
        title = _("{n} av {total} former er fortsatt mulig")
    title = title.format(n=len(view.possible), total=total)
    level = len({one.score for one in view.possible}) == 1
    best = view.possible[0].score if view.possible and not level else None
    lines = _EMPTY.join(
        Markup("<li class='{}'><span>{}</span><b>{}</b></li>").format(
            "best" if one.score == best else "", one.name, signed(one.score)
        )
        for one in view.possible
    )
    out = _EMPTY.join(
        Markup("<li><s>{}</s> <small>{}</small></li>").format(
            one.name, item_html(_most_telling(one.reasons))
        )
        for one in view.out
    )
    hint = _("Tallet er summen av grunner for og mot: vår vurdering.")
    if level and len(view.possible) > 1:
        hint = _("Ingen form har mer for seg enn andre så langt.")
    return Markup(
        "<section class='sk-guide-standing' aria-live='polite'><h2 class='sk-sub'>{}</h2>"
        "<p class='sk-small'>{}</p><ol class='sk-guide-forms'>{}</ol>"
        "<h3 class='sk-sub'>{}</h3><ul class='sk-guide-out'>{}</ul></section>"
    ).format(title, hint, lines, _("Utelukket"), out)


def _most_telling(reasons: tuple[Reason, ...]) -> Item:
    """Return the paragraph of law that rules a form out, where there is room for one only."""
    bases = [basis for reason in reasons for basis in reason.bases]
    return next((basis for basis in bases if "§" in basis.text), bases[0])


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
        one.answers, one.text, one.way_out, _bases(one.bases)
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
        if rest[0].score == first[-1].score:
            heading = _("Også mulig")
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
    parts.append(_remarks(view))
    return Markup("<div class='sk-guide-result'>{}</div>").format(_EMPTY.join(parts))


def _remarks(view: GuideView) -> Markup:
    lines = _EMPTY.join(
        Markup("<li>{} <small>{}</small></li>").format(one.text, _bases(one.bases))
        for one in view.remarks
    )
    notes = _EMPTY.join(map(Markup("<li>{}</li>").format, view.notes))
    if not lines + notes:
        return _EMPTY
    return Markup("<h2 class='sk-sub'>{}</h2><ul class='sk-guide-remarks'>{}{}</ul>").format(
        _("Merk"), lines, notes
    )


def paper_answers(view: GuideView) -> Markup:
    """Return the answers for paper, where the buttons that show them are not."""
    return Markup("<div class='sk-guide-paper'>{}</div>").format(
        table_html(answers_table(view.answered, view.service_name))
    )


def _card(one: Possible) -> Markup:
    total = _("sum {n}").format(n=signed(one.score))
    return Markup(
        "<section class='sk-guide-card'><h2>{}. {} <span>{}</span></h2>{}</section>"
    ).format(one.place, one.name, total, _sides(one))


def _sides(one: Possible) -> Markup:
    """Return the reasons for and against, beside each other where there are both."""
    if not one.reasons_for and not one.reasons_against:
        return _reasons(())
    both = one.reasons_for and one.reasons_against
    return Markup(
        "<div class='sk-guide-sides {}'><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div></div>"
    ).format(
        "" if both else "one",
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
        _("sum {n}").format(n=signed(one.score)),
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
        return Markup("<p class='sk-small'>{}</p>").format(_("Ingen grunner i svarene."))
    return Markup("<ul class='sk-guide-reasons'>{}</ul>").format(lines)


def _bases(bases: Iterable[Item]) -> Markup:
    links = Markup(" · ").join(map(item_html, bases))
    return links or Markup("<i>{}</i>").format(_("vår vurdering"))
