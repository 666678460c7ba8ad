"""What gradcheck found, as text and as HTML."""

from .report import Checked as Checked
from .report import Finding as Finding
from .report import Report as Report
