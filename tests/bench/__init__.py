"""Benchmarks: each prints ratios against a named peer run side by side; none asserts a time."""
