//! What a second pair of eyes looks at before she agrees: [`rows`] the people of a batch,
//! [`changes`] what is different since it was returned.

pub mod changes;
pub mod rows;
