"""`compound nodes`, `compound capabilities`, `compound lock`: what there is, and what is chosen."""
