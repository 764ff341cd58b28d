"""The parts of the editing page: each shows one way to change the register, or what was changed."""
