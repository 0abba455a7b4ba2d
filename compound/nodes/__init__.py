"""What a node is: a declaration, a policy, and what a call of it means."""
