"""All pairs at once: the matrix of strengths, and an order that puts strong ties side by side."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from data.records import Agreement

# Eigenvalues (of weights with 1 as the largest) this near are one: only rounding parts them.
_SAME: Final = 1e-9

Matrix = npt.NDArray[np.float64]


def pair_matrix(rows: Iterable[Agreement], codes: Sequence[str]) -> Matrix:
    """Return how strongly each two of `codes` are tied: w of `analysis.partners`, 0 with oneself.

    k counts all participating municipalities of an agreement, also those not in `codes`.
    """
    number = {code: index for index, code in enumerate(codes)}
    by_size: dict[int, list[list[int]]] = {}
    for row in rows:
        members = set(row.members)
        here = [number[code] for code in members if code in number]
        if len(here) > 1:
            by_size.setdefault(len(members), []).append(here)
    matrix = np.zeros((len(codes), len(codes)))
    # One size at a time the products are whole numbers, exact in 32 bits, and the sizes are added
    # in order: the same rows give the same matrix in whatever order they come.
    for size, groups in sorted(by_size.items()):
        held = incidence(groups, len(codes)).astype(np.float32)
        matrix += (held.T @ held) / np.float64(size - 1)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def seriate(matrix: Matrix) -> list[int]:
    """Return an order of the rows that puts strongly tied ones beside each other.

    The rows of each connected component are in the order of the Fiedler vector of its Laplacian
    (Atkins, Boman & Hendrickson 1998, «A spectral algorithm for seriation and the consecutive
    ones problem», SIAM J. Comput. 28: 297–310), the components in the order of their lowest row.
    The lowest row of a component comes in its first half; ties are in the order of rows.

    Parameters
    ----------
    matrix
        Strengths, symmetric and not negative; the diagonal does not matter.
    """
    order: list[int] = []
    left = dict.fromkeys(range(len(matrix)))
    while left:
        component = reached = {next(iter(left))}
        while reached:
            near = np.flatnonzero((matrix[sorted(reached)] > 0).any(axis=0)).tolist()
            reached = set(near) - component
            component = component | reached
        order.extend(_along(matrix, sorted(component)))
        left = dict.fromkeys(index for index in left if index not in component)
    return order


def incidence(groups: Sequence[Sequence[int]], width: int) -> Matrix:
    """Return a row for each group with 1 in its columns, else 0."""
    held = np.zeros((len(groups), width))
    rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    held[rows, [column for group in groups for column in group]] = 1.0
    return held


def _along(matrix: Matrix, component: list[int]) -> list[int]:
    """Return one connected component (its rows, sorted) in the order of its Fiedler vector."""
    if len(component) < 3:
        return component
    block = matrix[np.ix_(component, component)]
    block = block / block.max()
    values, vectors = np.linalg.eigh(np.diag(block.sum(axis=1)) - block)
    fiedler = vectors[:, 1]
    space = vectors[:, 1:][:, values[1:] - values[1] < _SAME * len(component)]
    if space.shape[1] > 1:
        # Any vector of the space will do, and which one the library gives is chance: take the
        # one nearest to the order of the rows.
        nearest = space @ (space.T @ np.arange(len(component)))
        length = float(np.linalg.norm(nearest))
        fiedler = nearest / length if length > _SAME else fiedler
    at = np.round(fiedler, 9).tolist()
    steps = range(len(component))
    orders = [sorted(steps, key=lambda i: (at[i], i)), sorted(steps, key=lambda i: (-at[i], i))]
    best = min(orders, key=lambda order: (2 * order.index(0) >= len(order), order))
    return [component[i] for i in best]
