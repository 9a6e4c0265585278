"""Prompts and prose templates: data, not code. Read through `assistant.prompt_store`."""
