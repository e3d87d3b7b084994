"""What the buyer takes away: files made of their own orders."""
