//! The title catalogue: series, titles, levels; and the words by which clerks mean them.

mod level;

pub use level::Level;
