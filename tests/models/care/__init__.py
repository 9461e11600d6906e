"""Nobody on the care list is missed, only meeting or speaking counts, and illness stays private."""
