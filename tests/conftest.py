"""What all tests share."""

import os
import tempfile

from hypothesis import settings

# The store of whoever works here is never touched: each process of tests has its own.
os.environ["SAMARBEIDSKART_VAR"] = tempfile.mkdtemp(prefix="samarbeidskart-test-")
for name in ("SAMARBEIDSKART_DATA", "DATABASE_URL"):
    os.environ.pop(name, None)

# The machines are shared and noisy: a slow moment is no fault of what is tested.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
