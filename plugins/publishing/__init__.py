"""Publishing: a proven site gives stories up, and proves that nothing of them remains."""

from plugins.publishing.undoing import BEYOND
from plugins.publishing.withdrawing import Plan, carry_out, plan, proven

__all__ = ["BEYOND", "Plan", "carry_out", "plan", "proven"]
