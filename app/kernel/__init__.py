"""The five ideas every feature speaks in: who acts, which rows he sees, which step comes next, what happened, which file proves it.

The kernel imports no feature. Features declare themselves in its terms (roles, scopes, workflows, events) and get screens, exports, history and audit.
"""
