"""How the offline planner reads a question: clauses, columns, contrast, population."""
