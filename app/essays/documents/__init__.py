"""Essays and marks as files: what comes in, and what goes out."""
