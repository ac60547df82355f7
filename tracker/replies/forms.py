"""What may a user fill in about a reply?"""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.widgets import HiddenInput

from tracker.base.forms import OUTDATED, TidyForm
from tracker.register.forms import DAY_NEEDED, DayField, at_most, choices, filled
from tracker.register.models import ReplyKind
from tracker.register.wording import KINDS

LONGEST_REPLY = 100_000


class ReplyForm(TidyForm):
    """A reply while it is written; an empty text may be kept too."""

    draft_version = IntegerField(widget=HiddenInput(), validators=[filled(OUTDATED)], default=0)
    seen_reply = IntegerField(widget=HiddenInput(), default=0)
    seen_news = IntegerField(widget=HiddenInput(), default=0)
    once = HiddenField(validators=[at_most(64)])
    text = TextAreaField(_l("Uw antwoord"), [at_most(LONGEST_REPLY)])
    kind = RadioField(
        _l("Wat is dit bericht?"),
        choices=choices((kind.value, KINDS[kind]) for kind in reversed(ReplyKind)),
        default=ReplyKind.ANSWER.value,
    )
    reason = TextAreaField(_l("Waarom is dit toch het antwoord?"), [at_most(500)])


class PostedForm(TidyForm):
    """On which day a printed letter went to the post."""

    on = DayField(_l("Op welke dag ging de brief op de post?"), [filled(DAY_NEEDED)])
