"""What the trail keeps for machines, in the words people know it by: columns, days, roles, states.

A new column finds its word in the file of its group of features; one that another group has too stands in `shared`.
"""

from app.audit.words.reading import FIELDS, GROUPS, field_word, value_word

__all__ = ["FIELDS", "GROUPS", "field_word", "value_word"]
