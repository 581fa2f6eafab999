"""`Plan` + language + theme → `Site`: the pages and assets that all targets share."""
