"""What people type, paste or forward, turned into events."""
