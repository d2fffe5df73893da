"""Files: documents and plan packages in, packages out, the bundled datasets."""

from municompare.io.bundled import load, read_crosswalk
from municompare.io.package_format import FORMAT_VERSION
from municompare.io.package_reading import read_package
from municompare.io.package_writing import write
from municompare.io.reading import read

__all__ = ["FORMAT_VERSION", "load", "read", "read_crosswalk", "read_package", "write"]
