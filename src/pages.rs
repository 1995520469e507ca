//! One file per screen. A page loads its data through `services`, then renders; its form posts to its own address.

pub mod about;
pub mod account;
pub mod admin;
pub mod article;
pub mod ask;
pub mod consent;
pub mod declare;
pub mod desk;
pub mod editor;
pub mod export;
pub mod first_steps;
pub mod home;
pub mod insights;
mod link_over;
pub mod media;
pub mod rating;
pub mod record;
pub mod register;
pub mod report_safety;
pub mod requests;
pub mod reset_password;
pub mod review;
pub mod safety;
pub mod search;
pub mod sign_in;
