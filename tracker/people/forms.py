"""What does somebody fill in to sign in?"""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField

from tracker.base.forms import AtMost, Filled, TidyForm
from tracker.people.rules import LONGEST_PASSWORD


class SignInForm(TidyForm):
    """Who are you?"""

    email = EmailField(
        _l("E-mailadres"),
        [
            Filled(_l("Vul uw e-mailadres in.")),
            AtMost(254),
        ],
    )
    password = PasswordField(
        _l("Wachtwoord"),
        [
            Filled(_l("Vul uw wachtwoord in.")),
            AtMost(LONGEST_PASSWORD),
        ],
    )
