"""Essays: writing and handing in, reading for shared passages, marking by one or more markers."""
