"""Policy as data: decision tables with sources, proven complete. Standard library only."""
