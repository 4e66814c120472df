"""What requests for pages of the archive ask the database."""

from tests.home.conftest import asked as asked
