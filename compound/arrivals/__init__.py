"""Files that arrive in a folder, or below a URL, and what is started for each."""
