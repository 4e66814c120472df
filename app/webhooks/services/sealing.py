"""The seal of the secrets that webhooks are signed with."""

from app.kernel.sealing import Seal

SECRETS = Seal("portal: secrets of webhooks")
