"""What gradcheck found, as text and as HTML."""

from .finding import Checked as Checked
from .finding import Finding as Finding
from .report import Report as Report
