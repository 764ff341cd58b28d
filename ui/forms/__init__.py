"""How each part of the page of forms is drawn."""
