"""From passages to the sentences and rows that answer a question, word for word."""
