"""Query and View: what is asked, and all that the page answers."""
