"""Which modules hold tables? Importing this one makes ``SQLModel.metadata`` complete."""

from sqlmodel import SQLModel

from tracker.alerts import models as alerts
from tracker.base import heartbeat, lease
from tracker.intake import models as intake
from tracker.outbox import models as outbox
from tracker.people import models as people
from tracker.register import models as register
from tracker.replies import models as replies

MODULES = (heartbeat, lease, people, outbox, register, intake, replies, alerts)
METADATA = SQLModel.metadata
