"""Results: the policy that makes an outcome, the entries it is made from, the gradebook, closing a course."""
