"""The conversation: pure, imports only the rules."""
