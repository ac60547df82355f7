"""What came in and what happened to it: cases, messages, events."""
