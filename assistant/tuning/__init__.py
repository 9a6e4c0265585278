"""Fine-tuning a local model on plans: examples from simulated worlds and marked answers, LoRA, evaluation."""
