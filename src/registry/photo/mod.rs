//! Photos of holders: handed in with a batch, looked at by who reviews it, and then on the face for
//! good.

pub mod hand_in;
mod kept;
