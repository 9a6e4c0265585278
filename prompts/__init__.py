"""Prompts and prose templates: data, not code. Read through `assistant.models.prompt_store`."""
