"""Where models come from, how they get onto this machine unharmed, and the pool that keeps them loaded."""
