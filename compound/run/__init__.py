"""Running plans: the scheduler, the lanes that calls run in, and what comes out."""
