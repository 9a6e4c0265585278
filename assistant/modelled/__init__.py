"""Planning and explaining with a language model: what it is shown, what it may claim, how that is checked.

The model proposes, code decides. A claim counts as far as the words of the question, the description or the
data bear it out; where the model and the offline planner disagree, the answer says so.
"""
