"""The statistics of each kind of question: functions that a statistician would call by hand."""
