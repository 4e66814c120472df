"""What notifications do: telling (event to rows), outbox (rows to channels), pairing (Telegram), reading (a person's own page)."""
