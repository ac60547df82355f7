"""Is there room on the disk for what comes in?"""

import shutil

from tracker.base.config import Settings

MEGABYTE = 1024 * 1024


def free_megabytes(settings: Settings) -> int:
    """Return how much room there is where letters are kept."""
    return shutil.disk_usage(settings.instance.absolute()).free // MEGABYTE


def has_room(settings: Settings) -> bool:
    """Tell whether there is the room that must be free for the work that goes on."""
    return free_megabytes(settings) >= settings.least_free_mb
