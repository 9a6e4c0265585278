"""Is x independent of y given z? Batched tests that share one summary of the data.

    test = independence_test(frame)                  # Gaussian, mixed or discrete, by what the columns hold
    test.p_values([(0, 1, (2, 3)), (0, 4, ())])      # columns by position

The data are read once: into correlations (`MomentTest`) or into distinct rows with their counts
(`CountTest`). Every further test costs no pass over the rows.
"""

from __future__ import annotations

from tools.independence.choice import complete_rows, independence_test
from tools.independence.counts import CountTest
from tools.independence.interface import IndependenceTest, Question
from tools.independence.moments import MomentTest

__all__ = ["CountTest", "IndependenceTest", "MomentTest", "Question", "complete_rows", "independence_test"]
