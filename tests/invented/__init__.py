"""Budgets of publishers that don't exist: their layouts are drawn at random out of what real places print."""
