"""What takes long to show: a thousand kills, and twenty-five writers for ten minutes."""
