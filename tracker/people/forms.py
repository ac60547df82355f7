"""What does somebody fill in to sign in?"""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from tracker.people.rules import LONGEST_PASSWORD


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Who are you?"""

    email = EmailField(
        _l("E-mailadres"),
        [
            InputRequired(_l("Vul uw e-mailadres in.")),
            Length(max=254, message=_l("Dit e-mailadres is te lang.")),
        ],
    )
    password = PasswordField(
        _l("Wachtwoord"),
        [
            InputRequired(_l("Vul uw wachtwoord in.")),
            Length(max=LONGEST_PASSWORD, message=_l("Dit wachtwoord is te lang.")),
        ],
    )
