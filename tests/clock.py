"""How does a test let time go on without waiting?"""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """A clock (``tracker.base.clock.Clock``) that stands still until the test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.move_to(now)

    def __call__(self) -> datetime:
        """Return the instant at which the clock stands, in UTC."""
        return self.now

    def move_to(self, instant: datetime) -> None:
        """Set the clock to *instant*, earlier or later.

        Raises:
            ValueError: *instant* has no time zone.
        """
        if instant.tzinfo is None:
            raise ValueError(f"a moment needs its time zone, got {instant!r}")
        self.now = instant.astimezone(UTC)

    def forward(self, step: timedelta) -> None:
        """Let *step* go by: real hours, also over the night in which the clock is changed."""
        self.now += step
