//! End to end on the real window: one file per thing that a person does.
