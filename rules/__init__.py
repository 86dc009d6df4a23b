"""The indicator sets that ship with the engine: TOML files, named by their path below this folder."""
