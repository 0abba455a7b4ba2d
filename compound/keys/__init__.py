"""What names a value, and what names a computation: canonical digests."""
