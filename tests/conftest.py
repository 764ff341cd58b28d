"""What all tests share."""

from hypothesis import settings

# The machines are shared and noisy: a slow moment is no fault of what is tested.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
