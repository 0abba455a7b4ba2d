"""A text to one of some labels: by the labels' own words, by examples of them, and by phrases that give them away."""
