"""The presentation: the stage, the speaker's notes, and the list that the scenes stand in."""
