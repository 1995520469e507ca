//! Words that say of whom, where and how a question asks, rather than what it asks about.

/// Stems of circumstances: who the patients are, where they are cared for, and what every question asks for. Within a
/// concept of several words, such as `primary care`, they are part of the subject.
const CIRCUMSTANCES: &str = " adult affect age aged among associ benefit between caus clinic communiti compar comparison condit \
    data decreas differ dure effect effici efficaci elder elderli evid factor femal gender group hospit impact \
    improv increas individu influenc inpati interact level male man manag men method older old outcom outpati \
    patient peopl person popul prevent reduc reduct relat relationship result risk role safe safeti set sex studi \
    subject therapeut therapi treat treatment trial use usag usual versus vs woman women young younger ";

/// Whether a stem names a circumstance.
pub(crate) fn is_circumstance(stem: &str) -> bool {
    stem.bytes().all(|byte| byte.is_ascii_lowercase()) && CIRCUMSTANCES.contains(&format!(" {stem} "))
}
