"""What examples teach about labels that already have a vector of their own words.

Numbers were chosen by cross-validation with MiniLM on CLINC150, the intents of NLU-Evaluation-Data and 300 requests of
banking77, from no example for many labels to 60 for each; around them the accuracy is flat.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compound_nodes.classification.vectors import Matrix, unit

Owners = NDArray[np.intp]
"""The row of the label that each example bears."""

PRIOR = 3.0
"""How many examples the label's own words are worth."""

STIFFNESS = 3.0
"""Ridge penalty on what is common to the step from a label's words to its examples."""

NEAREST = 0.5
"""How much of what the nearest example is nearer than its label's vector counts."""


class TaughtLabels:
    """Label vectors drawn towards their examples, and the examples themselves.

    Texts differ from the words of a label in ways that labels share (a question is no noun phrase), so a linear step
    from words to texts is fitted to all examples by ridge regression and taken by every label, also by those without
    an example. A label's vector is then the mean of its examples and `PRIOR` times the vector so found. Labels whose
    examples lie far apart are helped by the nearest one.
    """

    def __init__(self, labels: Matrix, examples: Matrix, owners: Sequence[int]) -> None:
        """Unit vectors of labels and of examples, and the row of the label that each example bears."""
        self._examples = examples
        self._owners = np.array(owners, dtype=np.intp)
        self._vectors = unit(_drawn(_stepped(labels, examples, self._owners), examples, self._owners))

    def scores(self, text: Matrix) -> Matrix:
        """How near a unit vector of shape (size,) is to each label: about a cosine, of shape (labels,)."""
        scores: Matrix = self._vectors @ text
        nearest = scores.copy()
        np.maximum.at(nearest, self._owners, self._examples @ text)
        return scores + NEAREST * (nearest - scores)


def _stepped(labels: Matrix, examples: Matrix, owners: Owners) -> Matrix:
    words = labels[owners]
    penalty = STIFFNESS * np.eye(labels.shape[1])
    step = np.linalg.solve(words.T @ words + penalty, words.T @ (examples - words))
    return labels + labels @ step


def _drawn(labels: Matrix, examples: Matrix, owners: Owners) -> Matrix:
    drawn = PRIOR * labels
    np.add.at(drawn, owners, examples)
    return drawn
