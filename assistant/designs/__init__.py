"""One module a study design: each proposes candidates from words, columns and data, and tests them."""
