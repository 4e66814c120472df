"""The agency's tree of units and its people."""
