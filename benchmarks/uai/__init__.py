"""Published networks in UAI format on Legwise's own engine: read, recognised as noisy-OR, answered."""
