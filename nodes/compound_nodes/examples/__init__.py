"""One small program for each capability, `text_classify.py` for `text.classify`, and beside it what it prints."""
