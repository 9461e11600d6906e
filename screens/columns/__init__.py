"""The columns of each area's lists, shared by its room and its panel on the dashboard."""
