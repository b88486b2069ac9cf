"""The bounds of what is read. Each is far above any real plan and low enough to answer a hostile file at once."""

FILE_BYTES = 4 * 1024 * 1024
LOGO_BYTES = 256 * 1024
PLAN_BYTES = 64 * 1024 * 1024
PLAN_FILES = 20_000
FOLDER_DEPTH = 12
YAML_DEPTH = 40
YAML_NODES = 200_000
INTEGER_DIGITS = 18
FLOAT_DIGITS = 40
KEY_LENGTH = 200
PROBLEMS_PER_FILE = 100
PROBLEMS_PER_PLAN = 10_000
