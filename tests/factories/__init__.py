"""Small functions that make what a test needs, through the portal's own services."""
