"""A finished edit dressed for each format; nothing about single steps or command lines."""
