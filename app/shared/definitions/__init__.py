"""Files that define things: YAML with the line of every value, known keys, faults that say what to write."""
