"""The law on terms as tables and pure functions: when is an answer late, and why."""
