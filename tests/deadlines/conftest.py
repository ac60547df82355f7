"""What holds for the property tests of the deadlines."""

from hypothesis import settings

# A busy machine may take long over one example; that says nothing about the law.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
