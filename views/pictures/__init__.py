"""One module per kind of picture; `draw` chooses by how many agreements are selected."""

from views.pictures.choice import draw

__all__ = ["draw"]
