"""Why a gradient is what it is: the chain rule of a node in symbols and numbers."""
