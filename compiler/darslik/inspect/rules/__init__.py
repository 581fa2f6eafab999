"""The rules of `darslik inspect`: every module here is loaded, every `@rule` in it runs."""
