"""What does ``python -m tracker`` do? The same as the command ``tracker``."""

from tracker.cli import main

main(prog_name="tracker")
