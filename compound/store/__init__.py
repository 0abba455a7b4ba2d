"""What compound keeps on disk."""
