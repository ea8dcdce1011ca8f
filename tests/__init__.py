"""The tests. What stands here runs before any of them, and before the libraries that read it."""

import os

# Two processes share the tests of one machine: the threads of one would only wait for the other's.
os.environ.setdefault("OMP_NUM_THREADS", "1")
