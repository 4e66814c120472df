"""Code lists, the training catalogue and the agency's settings, edited on screen."""
