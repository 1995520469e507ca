//! Materia: a scientific knowledge portal for healthcare professionals.
//!
//! This is the map. Modules of both sides come first; what only the server has stands behind one gate each,
//! here and nowhere else. `docs/ARCHITECTURE.md` says who may know whom.

pub mod domain;
