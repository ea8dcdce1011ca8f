"""Running a set: cached, resumable, compared with other runs, gated, reported.

In: systems and questions. Out: a run, its report, the gate's verdict.
Imports systems and scoring.
"""
