"""From the bytes of a file that somebody sends in, to a plan for what to save."""
