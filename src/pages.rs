//! One file per screen. A page loads its data through `services`, then renders; its form posts to its own address.

pub mod declare;
pub mod home;
pub mod sign_in;
