"""Results of earlier runs, kept so that a run that was broken off goes on where it stood."""
