"""What do we call jobs and states of mail on the screen?"""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from tracker.admin.rules import JobState
from tracker.base.errors import Sentence
from tracker.outbox.queries import OutboxState

JOBS: Mapping[str, Sentence] = {
    "mailbox": _l("Mail ophalen"),
    "outbox": _l("Mail versturen"),
    "reckoning": _l("Datums opnieuw berekenen"),
    "alerts": _l("Termijnen bewaken"),
    "digests": _l("Dagoverzichten maken"),
}
JOB_STATES: Mapping[JobState, tuple[str, Sentence]] = {
    JobState.WELL: ("done", _l("loopt goed")),
    JobState.LATE: ("late", _l("loopt niet")),
    JobState.FAILED: ("today", _l("laatste keer mislukt")),
    JobState.NEVER: ("late", _l("nog nooit gelopen")),
}
MAIL_STATES: Mapping[OutboxState, tuple[str, Sentence]] = {
    OutboxState.QUEUED: ("waiting", _l("wacht")),
    OutboxState.SENT: ("done", _l("verzonden")),
    OutboxState.FAILED: ("late", _l("mislukt")),
    OutboxState.WITHDRAWN: ("neutral", _l("ingetrokken")),
}
