"""Where outputs come from: from a value, or a file, back to nodes, models, decisions, inputs, pages and boxes."""
