"""What a node's answers rest on besides its inputs: its code, and the code that this calls."""
