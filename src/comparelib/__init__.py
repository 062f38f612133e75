"""Comparative policy research on Dutch and Flemish texts."""
