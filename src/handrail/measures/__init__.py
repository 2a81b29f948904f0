"""The statistics of progress: goal lines, trends, verdicts, forecasts, mastery, effect sizes and agreement.

Nothing here decides about a child. Every answer says what it was found from and how sure it is, and where the
data cannot carry an answer, it says that instead. See docs/explanation/progress.md.
"""
