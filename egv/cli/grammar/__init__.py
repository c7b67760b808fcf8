"""The grammar of the command line: words become an order, or a fault; nothing is run or printed."""
