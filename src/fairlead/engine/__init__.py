"""The matching engine: who is paired with whom, proven to be the best, and why.

Pure: standard library, numpy, scipy and OR-Tools. No Django, no clock but `time.perf_counter`, no database.
"""

ENGINE_VERSION = "1.0"
