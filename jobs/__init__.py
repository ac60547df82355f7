"""Work done on a schedule: the worker and one small file a job."""
