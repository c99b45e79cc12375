//! The whole road, from an office's sheet to an employer's verdict.

mod whole;
