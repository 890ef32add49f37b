"""Head office: keys and enrolment, ingesting bundles into the warehouse, reports."""
